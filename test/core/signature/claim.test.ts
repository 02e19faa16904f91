import { describe, expect, it } from '@jest/globals';
import { readClaim } from '../../../core/signature/claim.ts';

const hex = 'ab'.repeat(32);
const digest = `sha256:${hex}`;
const other = '0'.repeat(64);
const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

const judge = (content: Parameters<typeof readClaim>[0], of = digest) => {
  const checked = readClaim(content, of);
  return 'ok' in checked ? checked.ok : `${checked.wrong.code}: ${checked.wrong.detail}`;
};

describe('a simple signing payload', () => {
  const type = 'cosign container image signature';
  const critical = (change: object = {}) => ({ critical: { type, image: { 'docker-manifest-digest': digest }, ...change } });
  it.each<[string, unknown, unknown]>([
    ['of the image', critical(), { kind: 'signature' }],
    [
      'of another image',
      critical({ image: { 'docker-manifest-digest': `sha256:${other}` } }),
      `other-image: it is for another image, sha256:${other}`,
    ],
    [
      'of the beginning of the digest',
      critical({ image: { 'docker-manifest-digest': 'sha256:ab' } }),
      'other-image: it is for another image, sha256:ab',
    ],
    [
      'of a hostile name',
      critical({ image: { 'docker-manifest-digest': '\u001b[2J' } }),
      'other-image: it is for another image, \\u001b[2J',
    ],
    ['of no image', critical({ image: {} }), 'other-image: it names no image'],
    [
      'of an inherited image',
      critical({ image: JSON.parse(`{"__proto__":{"docker-manifest-digest":"${digest}"}}`) }),
      'other-image: it names no image',
    ],
    [
      'of another type',
      critical({ type: 'atomic container signature\n' }),
      'unsupported: a payload of the type atomic container signature\\u000a',
    ],
    ['of no type', critical({ type: undefined }), 'unsupported: a payload of the type null'],
    ['that is a list', [], 'malformed: what is signed is no JSON object'],
    ['that is no JSON', '{', 'malformed: what is signed is no JSON object'],
  ])('%s', (_, value, expected) => {
    expect(judge({ kind: 'message', payload: bytesOf(value), payloadType: '' })).toEqual(expected);
  });
});

describe('an in-toto statement', () => {
  const statement = (change: object = {}) => ({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'a', digest: { sha256: hex } }],
    predicateType: 'https://spdx.dev/Document',
    predicate: { a: 1 },
    ...change,
  });
  const attestation = { kind: 'attestation', predicateType: 'https://spdx.dev/Document', predicate: { a: 1 } };
  const inToto = 'application/vnd.in-toto+json';
  it.each<[string, unknown, unknown]>([
    ['of the image', statement(), attestation],
    ['of version 0.1', statement({ _type: 'https://in-toto.io/Statement/v0.1' }), attestation],
    ['of several, the image last', statement({ subject: [{ digest: { sha256: other } }, { digest: { sha256: hex } }] }), attestation],
    ['that is a signature of cosign 3', statement({ predicateType: 'https://sigstore.dev/cosign/sign/v1' }), { kind: 'signature' }],
    ['of another image', statement({ subject: [{ digest: { sha256: other } }] }), `other-image: it is for another image, sha256:${other}`],
    ['of the image by another algorithm', statement({ subject: [{ digest: { sha512: hex } }] }), 'other-image: it names no image'],
    [
      'of an inherited digest',
      statement({ subject: [JSON.parse(`{"__proto__":{"digest":{"sha256":"${hex}"}}}`)] }),
      'other-image: it names no image',
    ],
    ['of nothing', statement({ subject: [] }), 'other-image: it names no image'],
    ['of another version', statement({ _type: 'https://in-toto.io/Statement/v2' }), 'malformed: what is signed is no in-toto statement'],
    [
      'without a list of subjects',
      statement({ subject: { digest: { sha256: hex } } }),
      'malformed: what is signed is no in-toto statement',
    ],
    ['without a predicate type', statement({ predicateType: 1 }), 'malformed: what is signed is no in-toto statement'],
  ])('%s', (_, value, expected) => {
    expect(judge({ kind: 'dsse', payload: bytesOf(value), payloadType: inToto })).toEqual(expected);
  });

  it('by another algorithm is of that digest alone', () => {
    const long = 'cd'.repeat(64);
    const both = statement({ subject: [{ digest: { sha512: long } }] });
    expect(judge({ kind: 'dsse', payload: bytesOf(both), payloadType: inToto }, `sha512:${long}`)).toEqual(attestation);
    expect(judge({ kind: 'dsse', payload: bytesOf(statement()), payloadType: inToto }, `sha512:${hex}`)).toBe(
      'other-image: it names no image',
    );
  });

  it('of another payload type is none, whatever it says', () => {
    const content = { kind: 'dsse', payload: bytesOf(statement()), payloadType: 'text/plain\u0007' } as const;
    expect(judge(content)).toBe(`unsupported: a payload of the type text/plain\\u0007, expected ${inToto}`);
  });
});
