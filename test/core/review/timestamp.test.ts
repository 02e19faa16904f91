import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestampOf } from '../../../core/review/timestamp.ts';

describe('timestampOf', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_798_761_600_000, '2027-01-01T00:00:00.000Z'],
    [1_798_761_600_007, '2027-01-01T00:00:00.007Z'],
    [1_798_761_599_999, '2026-12-31T23:59:59.999Z'],
    [1_798_761_600_070, '2027-01-01T00:00:00.070Z'],
  ])('%d is %s', (nowMs, text) => {
    expect(timestampOf(nowMs)).toBe(text);
  });

  it('is what toISOString says', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => timestampOf(ms) === new Date(ms).toISOString()));
  });
});
