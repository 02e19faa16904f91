import { describe, expect, it } from '@jest/globals';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import { verifierRemarks } from '../../../core/lint/verifiers.ts';
import { readFixture } from '../signature/fixture.ts';

const pem = (body: string, kind = 'PUBLIC KEY') => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
const identities = ['O=Acme'];

describe('verifierRemarks', () => {
  it.each<[string, VerifierDocument, string | null]>([
    ['a key', { cosign: { keys: [readFixture('p256.pub.pem')] } }, null],
    ['a key of KMS, which is not asked', { cosign: { keys: ['awskms:///alias/release'] } }, null],
    ['a key that is none', { cosign: { keys: [pem('AAAA')] } }, 'no PEM public key'],
    [
      'a trust root that is none',
      { cosign: { keyless: { issuer: 'https://i', subject: 's', trustRoot: '{}' } } },
      'the trust root names no authority',
    ],
    ['a certificate', { notation: { ca: [readFixture('notation-root.pem')], identities } }, null],
    [
      'a certificate that is none',
      { notation: { ca: [pem('AAAA', 'CERTIFICATE')], identities } },
      'a certificate of the verifier is no PEM certificate',
    ],
  ])('%s', async (_, document, detail) => {
    const remarks = await verifierRemarks({ verifiers: new Map([['v', document]]) });
    const said = expect.stringMatching(/^the verifier v can accept nothing: ./);
    expect(remarks).toEqual(detail === null ? [] : [{ kind: 'broken', level: 'warn', steps: ['verifiers', 'v'], message: said }]);
    if (typeof detail === 'string') expect(remarks[0]?.message.endsWith(detail)).toBe(true);
  });
});
