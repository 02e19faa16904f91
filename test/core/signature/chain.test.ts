import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { codeSigning, timeStamping, verifyChain } from '../../../core/signature/chain.ts';
import { readFixture } from './fixture.ts';
import { authority, issue, issuedMs as nowMs, signing } from './issued.ts';

/**
 * Made by openssl: root > inter (path length 0) > the leaves, which are named by what they are for; below inter an authority that
 * may not be there; of the others each name says what is wrong with its issuer.
 */
const certificates = new Map(
  Object.entries(JSON.parse(readFixture('chains.json')) as Record<string, string>).map(([name, pem]) => [name, new X509Certificate(pem)]),
);
const issuedMs = Date.parse(certificates.get('ofConstrained')?.validFrom ?? '');
const day = 86_400_000;

describe('verifyChain', () => {
  it.each<[string, string[], string[], string, number, string]>([
    ['code signing', ['code', 'inter', 'root'], ['root'], codeSigning, 0, 'ok'],
    ['no extended key usage', ['plain', 'inter', 'root'], ['root'], codeSigning, 0, 'ok'],
    ['an intermediate as the anchor', ['code', 'inter'], ['inter'], codeSigning, 0, 'ok'],
    ['the leaf as the anchor', ['code'], ['code'], codeSigning, 0, 'ok'],
    ['time stamping', ['stamp', 'inter', 'root'], ['root'], timeStamping, 0, 'ok'],
    ['code signing for time stamping', ['code', 'inter', 'root'], ['root'], timeStamping, 0, 'untrusted'],
    ['time stamping and more', ['stampAndCode', 'inter', 'root'], ['root'], timeStamping, 0, 'untrusted'],
    ['nothing named for time stamping', ['plain', 'inter', 'root'], ['root'], timeStamping, 0, 'untrusted'],
    ['time stamping for code signing', ['stamp', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['a key that may not sign', ['encrypts', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['no key usage', ['unused', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['an authority as the leaf', ['inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['no anchor in it', ['code', 'inter'], ['root'], codeSigning, 0, 'untrusted'],
    ['a gap', ['code', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['the wrong order', ['inter', 'code', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['a path that is too long', ['deep', 'below', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['issued by a leaf', ['ofLeaf', 'code', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['issued by an authority that may not sign', ['ofNoSign', 'noSign', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['an unknown critical extension', ['ofConstrained', 'constrained', 'root'], ['root'], codeSigning, 0, 'unsupported'],
    ['too early', ['code', 'inter', 'root'], ['root'], codeSigning, -day, 'expired'],
    ['too late', ['code', 'inter', 'root'], ['root'], codeSigning, 31 * day, 'expired'],
    ['nothing', [], ['root'], codeSigning, 0, 'untrusted'],
  ])('%s', (_, chain, anchors, purpose, offsetMs, expected) => {
    const of = (names: readonly string[]) => names.map((name) => certificates.get(name)).filter((one) => one !== undefined);
    const checked = verifyChain(of(chain), of(anchors), purpose, issuedMs + offsetMs);
    expect('ok' in checked ? 'ok' : checked.wrong.code).toBe(expected);
  });
});

describe('what only looks like an authority', () => {
  const codeOf = (chain: readonly X509Certificate[], atMs = nowMs) => {
    const checked = verifyChain(chain, chain.slice(-1), codeSigning, atMs);
    return 'ok' in checked ? 'ok' : checked.wrong.code;
  };

  it('a certificate that may sign others, but says that it is no authority', async () => {
    const mayBe = [{ name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true }];
    for (const [cA, expected] of [
      [true, 'ok'],
      [false, 'untrusted'],
    ] as const) {
      const issuer = await issue('Issuer', [{ name: 'basicConstraints', cA, critical: true }, ...mayBe], null);
      const leaf = await issue('Leaf', signing, issuer);
      expect(codeOf([leaf.certificate, issuer.certificate])).toBe(expected);
    }
  });

  it("another name on the issuer's key", async () => {
    const issuer = await issue('Issuer', authority, null);
    const alias = await issue('Alias', authority, null, issuer.key);
    const leaf = await issue('Leaf', signing, issuer);
    expect([codeOf([leaf.certificate, issuer.certificate]), codeOf([leaf.certificate, alias.certificate])]).toEqual(['ok', 'untrusted']);
  });

  it("the issuer's name on another key", async () => {
    const leaf = await issue('Leaf', signing, await issue('Issuer', authority, null));
    const namesake = await issue('Issuer', authority, null);
    expect(codeOf([leaf.certificate, namesake.certificate])).toBe('untrusted');
  });

  it('an authority that signs code itself', async () => {
    const usage = { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true };
    const both = await issue(
      'Both',
      [{ name: 'basicConstraints', cA: true, critical: true }, usage, { name: 'extKeyUsage', codeSigning: true }],
      null,
    );
    expect(codeOf([both.certificate])).toBe('untrusted');
  });

  it.each<[string, number, string]>([
    ['in its first second', -86_400_000, 'ok'],
    ['a millisecond before', -86_400_001, 'expired'],
    ['in its last second', 86_400_000, 'ok'],
    ['a millisecond after', 86_400_001, 'expired'],
  ])('holds %s', async (_, offsetMs, expected) => {
    expect(codeOf([(await issue('Leaf', signing, null)).certificate], nowMs + offsetMs)).toBe(expected);
  });
});
