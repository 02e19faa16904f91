import { describe, expect, it } from '@jest/globals';
import { verdictIds } from '../../adapters/verdict-ids.ts';

describe('verdictIds', () => {
  it('are ULIDs whose first ten digits are the time', () => {
    const ids = verdictIds();
    // The specification's own example: 1469918176385 is 01ARYZ6S41.
    expect(ids.next(1469918176385)).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(ids.next(0)).toMatch(/^0{10}/);
  });

  it('differ, also beyond one pool of random bytes, and sort by time', () => {
    const ids = verdictIds();
    const made = Array.from({ length: 1000 }, (_, i) => ids.next(1_800_000_000_000 + i));
    expect(new Set(made).size).toBe(1000);
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made.map((id) => id.slice(10))).size).toBe(1000);
  });
});
