import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCbor, encodeHead, Tagged } from '../../../core/signature/cbor.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('decodeCbor', () => {
  // RFC 8949, appendix A.
  it.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['20', -1],
    ['3903e7', -1000],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['4401020304', new Uint8Array([1, 2, 3, 4])],
    ['6449455446', 'IETF'],
    ['62c3bc', '\u00fc'],
    ['83010203', [1, 2, 3]],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    ['c11a514b67b0', new Tagged(1, 1_363_896_240)],
  ])('reads %s', (text, value) => {
    const decoded = decodeCbor(hex(text));
    expect(decoded instanceof Uint8Array ? new Uint8Array(decoded) : decoded).toEqual(value);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['two items', '0000'],
    ['a number longer than need be', '1817'],
    ['a number beyond 2^53', '1bffffffffffffffff'],
    ['a cut string', '44010203'],
    ['text that is no UTF-8', '61ff'],
    ['an indefinite length', '9f01ff'],
    ['an indefinite string', '5f4101ff'],
    ['undefined', 'f7'],
    ['a float', 'f93c00'],
    ['a duplicate key', 'a201020103'],
    ['a key that is a list', 'a1800a'],
    ['65 items', `9841${'00'.repeat(65)}`],
    ['a list that claims four billion items', '9affffffff'],
    ['nine levels', `${'81'.repeat(9)}00`],
    [
      '65 pairs',
      `b841${Array.from({ length: 65 }, (_, i) => `${(i < 24 ? i.toString(16) : `18${i.toString(16)}`).padStart(2, '0')}00`).join('')}`,
    ],
    ['ten levels', `${'81'.repeat(10)}00`],
    ['a reserved length', '1c00'],
  ])('refuses %s', (_, text) => {
    expect(decodeCbor(hex(text))).toBeUndefined();
  });

  it('reads as many levels, items and pairs as may be', () => {
    const pairs = Array.from({ length: 64 }, (_, i) => `${(i < 24 ? i.toString(16) : `18${i.toString(16)}`).padStart(2, '0')}00`);
    for (const text of [`${'81'.repeat(8)}00`, `9840${'00'.repeat(64)}`, `b840${pairs.join('')}`])
      expect(decodeCbor(hex(text))).toBeDefined();
  });

  it.each([
    [23, '17'],
    [24, '1818'],
    [255, '18ff'],
    [256, '190100'],
    [65_535, '19ffff'],
    [65_536, '1a00010000'],
  ])('writes %d in its shortest form', (value, text) => {
    expect(encodeHead(0, value).toString('hex')).toBe(text);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        decodeCbor(bytes);
      }),
    );
  });

  it('reads back every head', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (value) => {
        expect(decodeCbor(encodeHead(0, value))).toBe(value);
      }),
    );
  });
});
