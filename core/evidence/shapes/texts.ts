/** Texts of the evidence keys. PEM is looked at from outside only: to read keys would load more than an allowlist needs. */
import type { TextShape } from '../../policy/shape.ts';

/** Characters of a PEM text: a chain of eight certificates. */
const maxPemLength = 16_384;

export const nameText: TextShape = checked(
  'The name of a verifier.',
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  'a verifier\'s name: letters, digits, ".", "_", "-", at most 63',
);

export const keyText: TextShape = {
  ...checked(
    'A public key in PEM, or awskms:///ARN.',
    /^(?:awskms:\/\/\/\S+|-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*)$/,
    'a PEM public key, or awskms:///ARN',
    maxPemLength,
  ),
  secret: true,
};

export const certificateText: TextShape = {
  ...checked(
    'Certificates in PEM.',
    /^(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
    'PEM certificates',
    maxPemLength,
  ),
  secret: true,
};

export const nameOfSubject: TextShape = checked(
  'Attributes that the subject of a certificate must have.',
  /^\s*[A-Za-z]+\s*=.+$/,
  'a distinguished name such as C=US, ST=WA, O=Acme',
);

/** `public-good`, or a whole JSON document. */
export const trustRootText: TextShape = checked(
  'The trust root: public-good, or the JSON of one.',
  /^(?:public-good|\s*\{[\s\S]*\}\s*)$/,
  'public-good, or the JSON of a sigstore trusted root',
  262_144,
);

export const issuerText: TextShape = checked(
  'The OIDC issuer, exactly.',
  /^https?:\/\/[^\s*]+$/,
  'the URL of an OIDC issuer, without a wildcard',
);

/** A star alone would be everybody. */
export const subjectText: TextShape = checked(
  'A subject, exact or with one trailing "*".',
  /^[!-)+-~]+\*?$/,
  'a subject, exact or with one trailing "*"',
);

export const valuePattern: TextShape = checked(
  'A value, exact or with one trailing "*".',
  /^[ -)+-~]*\*?$/,
  'a value, or its beginning and one "*"',
);

export const profileText: TextShape = {
  ...checked(
    'The ARN of a signing profile, exactly.',
    /^arn:aws[a-z-]*:signer:[a-z0-9-]+:\d{12}:\/signing-profiles\/\w{2,64}(?:\/\w+)?$/,
    'the ARN of a signing profile',
  ),
  secret: true,
};

function checked(doc: string, pattern: RegExp, expected: string, maxLength = 1024): TextShape {
  return {
    type: 'text',
    doc,
    pattern: pattern.source,
    maxLength,
    check: (text) =>
      text !== '' && text.length <= maxLength && pattern.test(text)
        ? null
        : { expected, reason: text.length > maxLength ? `it has ${text.length} characters, at most ${maxLength}` : null },
  };
}
