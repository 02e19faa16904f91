import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { verifyEd25519ph } from '../../../core/signature/ed25519ph.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const keyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([hex('302a300506032b6570032100'), raw]), format: 'der', type: 'spki' });

/** RFC 8032, section 7.3. */
const seed = hex('833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42');
const key = createPublicKey(
  createPrivateKey({ key: Buffer.concat([hex('302e020100300506032b657004220420'), seed]), format: 'der', type: 'pkcs8' }),
);
const data = Buffer.from('abc');
const signature = hex(
  '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
);

/** The same number modulo the group's order: the signature's other spelling. */
function addOrder(bytes: Buffer): Buffer {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const value = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`) + order;
  return hex(value.toString(16).padStart(64, '0')).reverse();
}
const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];

describe('verifyEd25519ph', () => {
  it.each<[string, Buffer, Buffer, boolean]>([
    ["the specification's own", data, signature, true],
    ['other data', Buffer.from('abd'), signature, false],
    ['a bit of R', data, Buffer.concat([Buffer.of((r[0] ?? 0) ^ 1), r.subarray(1), s]), false],
    ['a bit of S', data, Buffer.concat([r, Buffer.of((s[0] ?? 0) ^ 1), s.subarray(1)]), false],
    ['S beyond the order', data, Buffer.concat([r, addOrder(s)]), false],
    ['a byte more', data, Buffer.concat([signature, Buffer.alloc(1)]), false],
    ['a byte less', data, signature.subarray(0, 63), false],
    ['nothing', data, Buffer.alloc(0), false],
  ])('%s', (_, signed, bytes, expected) => {
    expect(verifyEd25519ph(key, signed, bytes)).toBe(expected);
  });

  // Under the neutral point as a key every R = [S]B holds, whatever was signed: so the spellings of points show by themselves.
  const neutral = hex(`01${'00'.repeat(31)}`);
  const base = hex(`58${'66'.repeat(31)}`);
  const one = hex(`01${'00'.repeat(31)}`);
  it.each<[string, Buffer, Buffer, boolean]>([
    ['as it should be', neutral, base, true],
    ['a key whose y is beyond p', hex(`ee${'ff'.repeat(30)}7f`), base, false],
    ['a key of negative zero', hex(`01${'00'.repeat(30)}80`), base, false],
    ['R with the other sign', neutral, hex(`58${'66'.repeat(30)}e6`), false],
    ['R that is no point', neutral, hex(`02${'00'.repeat(31)}`), false],
  ])('a point: %s', (_, raw, encodedR, expected) => {
    expect(verifyEd25519ph(keyOf(raw), data, Buffer.concat([encodedR, one]))).toBe(expected);
  });
});
