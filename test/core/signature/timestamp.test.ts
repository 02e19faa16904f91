import { describe, expect, it } from '@jest/globals';
import { verifyTimestamp } from '../../../core/signature/timestamp.ts';
import { flip } from './fixture.ts';
import { coder, data, oids, root, stampedMs, stamper, type TokenParts, tokenOf, twin } from './timestamp-token.ts';

const [leaf, other, anchor] = [stamper.certificate.raw, twin.certificate.raw, root.certificate.raw];
const year = 365 * 86_400_000;

function judge(token: Uint8Array, anchors = [root.certificate]): unknown {
  const checked = verifyTimestamp(token, data, anchors);
  return 'ok' in checked ? checked.ok : `${checked.wrong.code}: ${checked.wrong.detail}`;
}
const unsigned = 'unproven: its timestamp is not signed by the certificate in it';

describe('verifyTimestamp', () => {
  it.each<[string, TokenParts, unknown]>([
    ['of an authority that leaves its root out', {}, stampedMs],
    ['with the root', { certificates: [leaf, anchor] }, stampedMs],
    ['with certificates in any order', { certificates: [anchor, other, leaf] }, stampedMs],
    ['with eight certificates', { certificates: [leaf, ...Array(7).fill(other)] }, stampedMs],
    ['with nine certificates', { certificates: [leaf, ...Array(8).fill(other)] }, unsigned],
    ['without its certificate', { certificates: [other] }, unsigned],
    ['without any certificate', { certificates: [] }, unsigned],
    ['whose signature is another', { forged: true }, unsigned],
    ['whose attributes are of another content', { says: { content: Buffer.from('x') } }, unsigned],
    ['whose attributes are of another type', { says: { type: oids.data } }, unsigned],
    ['whose attributes name another certificate', { says: { certificate: other } }, unsigned],
    ['of another signature', { of: Buffer.from('x') }, 'unproven: its timestamp is of another signature'],
    ['of no signed data', { type: oids.data }, 'malformed: its timestamp is no signed data'],
    ['of another content', { contentType: oids.data }, 'malformed: its timestamp has not exactly one signer'],
    ['of two signers', { signers: 2 }, 'malformed: its timestamp has not exactly one signer'],
    ['of none', { signers: 0 }, 'malformed: its timestamp is malformed'],
    ['by a key for code', { by: coder }, 'unproven: its timestamp: its certificate is for something else'],
    [
      'before its certificate',
      { timeMs: stampedMs - year },
      `unproven: its timestamp: a certificate was not valid at ${new Date(stampedMs - year).toISOString()}`,
    ],
  ])('%s', (_, parts, expected) => {
    expect(judge(tokenOf(parts))).toEqual(expected);
  });

  it('of an authority that is not trusted counts for nothing', () => {
    const nobody = 'unproven: its timestamp: its certificate chain leads to no trusted certificate';
    expect([judge(tokenOf(), []), judge(tokenOf(), [twin.certificate])]).toEqual([nobody, nobody]);
    expect(judge(tokenOf(), [stamper.certificate])).toBe(stampedMs);
  });

  it('never throws, whatever byte is turned, and never tells another time', () => {
    const token = tokenOf();
    for (const at of token.keys())
      expect([stampedMs, expect.stringMatching(/^(unproven|malformed|untrusted|unsupported): /)]).toContainEqual(judge(flip(token, at)));
    for (let length = 0; length < token.length; length += 7)
      expect(judge(token.subarray(0, length))).toBe('malformed: its timestamp is malformed');
  });
});
