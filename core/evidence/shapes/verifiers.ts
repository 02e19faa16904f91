/** `verifiers`: who may vouch for images. */
import type { ObjectShape, Shape, TextShape } from '../../policy/shape.ts';
import { certificateText, issuerText, keyText, nameOfSubject, nameText, profileText, subjectText, trustRootText } from './texts.ts';

const list = (doc: string, of: TextShape, max = 16): Shape => ({ type: 'list', doc, of, min: 1, max });

const keys: ObjectShape = {
  type: 'object',
  doc: 'Signatures of cosign or skopeo by one of these keys.',
  keys: {
    keys: list('Public keys; any of them.', keyText),
    rekor: { type: 'flag', doc: 'The signature must be in a transparency log of the trust root.' },
    trustRoot: trustRootText,
  },
  required: ['keys'],
};

const keyless: ObjectShape = {
  type: 'object',
  doc: 'Keyless signatures of cosign.',
  keys: {
    keyless: {
      type: 'object',
      doc: 'By a certificate for this identity, at a proven time.',
      keys: { issuer: issuerText, subject: subjectText, trustRoot: trustRootText },
      required: ['issuer', 'subject'],
    },
  },
  required: ['keyless'],
};

const fingerprint = /^(?:[0-9a-f]{64}|(?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/;
const fingerprintText: TextShape = {
  type: 'text',
  doc: 'The SHA-256 of a certificate: 64 hex digits, or as openssl prints it.',
  pattern: fingerprint.source,
  maxLength: 95,
  check: (text) =>
    fingerprint.test(text) ? null : { expected: "a certificate's SHA-256: 64 lower-case hex digits, or pairs with colons", reason: null },
};

const notation: Shape = {
  type: 'object',
  doc: 'Signatures of notation by a certificate that leads to a trusted one.',
  keys: {
    ca: list('Trust store of certificate authorities.', certificateText),
    signingAuthority: list('Trust store of signing authorities, whose signing time is believed.', certificateText),
    tsa: list('Trust store of timestamp authorities.', certificateText),
    identities: list('Subjects; any of them, each all of its attributes.', nameOfSubject),
    revoked: list('Certificates that vouch for nothing any more, whenever they signed.', fingerprintText, 100),
  },
  required: ['identities'],
  anyOf: ['ca', 'signingAuthority'],
};

const verifier = (key: string, shape: Shape): ObjectShape => ({ type: 'object', doc: shape.doc, keys: { [key]: shape }, required: [key] });

export const verifiers: Shape = {
  type: 'map',
  doc: 'Who may vouch for images, by name.',
  key: nameText,
  of: {
    type: 'either',
    doc: 'One kind of signature.',
    expected: 'an object with cosign, notation or awsSigner',
    of: [
      verifier('cosign', {
        type: 'either',
        doc: 'Signatures of cosign or skopeo.',
        expected: 'an object with keys or keyless',
        of: [keys, keyless],
      }),
      verifier('notation', notation),
      verifier('awsSigner', {
        type: 'object',
        doc: 'Signatures of AWS Signer.',
        keys: {
          profiles: list('ARNs of signing profiles; one without a version means every version.', profileText),
          ca: list(
            "AWS Signer's root certificates, instead of the built-in ones; required outside of aws and aws-us-gov.",
            certificateText,
          ),
        },
        required: ['profiles'],
      }),
    ],
  },
  max: 100,
};
