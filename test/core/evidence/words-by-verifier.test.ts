import { describe, expect, it } from '@jest/globals';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import { attestCommand, describeFound, describeRefused, describeVerifier, signCommand } from '../../../core/evidence/words.ts';

const hex = 'ab'.repeat(32);
const image = { host: 'a.io', path: 'x', digest: `sha256:${hex}` };
const hostile = '\u001b[2J';

describe('describeFound', () => {
  it.each([
    [`tag sha256-${hex}.sig`, 'cosign signature at tag sha256-abababababab.sig'],
    [`referrer sha256:${hex}`, 'cosign signature at referrer sha256:abababababab'],
    [`referrer ${hostile}`, 'cosign signature at referrer \\u001b[2J'],
    [`referrer ${'x'.repeat(81)}`, `cosign signature at referrer ${'x'.repeat(80)}...`],
    ['elsewhere', 'cosign signature at  '],
  ])('%j', (where, expected) => {
    expect(describeFound({ form: 'simple-signing', where })).toBe(expected);
  });
});

describe('describeVerifier', () => {
  it.each<[string, VerifierDocument | undefined, string]>([
    ['a key', { cosign: { keys: ['k'] } }, 'cosign, its key'],
    ['two keys', { cosign: { keys: ['k', 'l'] } }, 'cosign, 2 keys'],
    ['an identity', { cosign: { keyless: { issuer: 'i', subject: `s${hostile}` } } }, 'cosign, s\\u001b[2J'],
    ['names', { notation: { identities: [`O=A${hostile}`, 'O=B'] } }, 'notation, O=A\\u001b[2J or O=B'],
    ['AWS Signer', { awsSigner: { profiles: ['arn:aws:secret'] } }, 'AWS Signer'],
    ['nobody', undefined, 'not in the policy'],
  ])('%s', (_, document, expected) => {
    expect(describeVerifier(`v${hostile}`, document)).toBe(`v\\u001b[2J (${expected})`);
  });
});

describe('describeRefused', () => {
  const found = [{ form: 'dsse', where: 'tag t' }] as const;
  it('names three things of each, and says how many more there are', () => {
    const refused = Array.from({ length: 5 }, (_, i) => ({ ...found[0], wrong: { code: 'untrusted', detail: `d${i}` } as const }));
    const facts = { signatures: [], attestations: [], refused, trouble: { kind: 'unknown', detail: 'KMS is down' } as const };
    const collected = { wrong: ['a', 'b', 'c', 'd'], unknown: [] };
    const at = (i: number) => `DSSE envelope at tag t: d${i}`;
    expect(describeRefused(facts, { found, collected })).toBe(['KMS is down', at(0), at(1), at(2), 'and 2 more', 'a', 'b', 'c'].join('; '));
  });

  it('names three where there are three', () => {
    const refused = Array.from({ length: 3 }, () => ({ ...found[0], wrong: { code: 'untrusted', detail: 'd' } as const }));
    const facts = { signatures: [], attestations: [], refused, trouble: null };
    expect(describeRefused(facts, { found, collected: { wrong: [], unknown: [] } })).toBe(
      Array(3).fill('DSSE envelope at tag t: d').join('; '),
    );
  });

  it.each([
    ['nothing was found', []],
    ['found 1 of another kind', found],
  ])('%s', (expected, seen) => {
    expect(describeRefused(undefined, { found: seen, collected: { wrong: [], unknown: [] } })).toBe(expected);
  });
});

describe('commands', () => {
  it.each<[VerifierDocument | undefined, string]>([
    [undefined, "name the verifier in the policy's verifiers"],
    [{ cosign: { keys: ['awskms:///arn:aws:kms:secret'] } }, `cosign sign --key awskms:///KEY a.io/x@sha256:${hex}`],
    [{ cosign: { keyless: { issuer: 'i', subject: 's' } } }, `cosign sign a.io/x@sha256:${hex}`],
    [{ notation: { identities: [] } }, `notation sign --key KEY a.io/x@sha256:${hex}`],
  ])('sign by %j', (document, expected) => {
    expect(signCommand(document, image)).toBe(expected);
  });

  it('attest in printable ASCII', () => {
    expect(attestCommand({ cosign: { keys: ['k'] } }, `https://a/${hostile}`, image)).toBe(
      `cosign attest --type https://a/\\u001b[2J --predicate FILE --key KEY a.io/x@sha256:${hex}`,
    );
  });
});
