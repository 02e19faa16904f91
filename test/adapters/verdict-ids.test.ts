import { describe, expect, it } from '@jest/globals';
import { verdictIds } from '../../adapters/verdict-ids.ts';

const nowMs = 1_798_761_600_000;

describe('verdictIds', () => {
  it('are ULIDs: ten digits of time, sixteen of chance', () => {
    const zeros = verdictIds((pool) => void pool.fill(0));
    expect(zeros.next(0)).toBe('00000000000000000000000000');
    expect(zeros.next(nowMs)).toBe(`01MB78QN00${'0'.repeat(16)}`);
    const other = verdictIds();
    expect(other.next(nowMs)).toMatch(/^01MB78QN00[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(other.next(nowMs)).not.toBe(verdictIds().next(nowMs));
  });

  it('grow, also within a millisecond and when the clock goes back', () => {
    const ids = verdictIds();
    const times = Array.from({ length: 10_000 }, (_, index) => nowMs + ([0, 0, 5, 3, -1000, 1e6][index % 6] ?? 0));
    const list = times.map((time) => ids.next(time));
    expect(list).toEqual([...new Set(list)].sort());
  });

  it('carry, and go on to the next millisecond when a millisecond is used up', () => {
    const ids = verdictIds((pool) => void pool.fill(31));
    const first = ids.next(31);
    expect(first).toBe(`000000000Z${'Z'.repeat(16)}`);
    expect(ids.next(31)).toBe(`0000000010${'Z'.repeat(16)}`);
    const carrying = verdictIds((pool) => pool.set(pool.map((_, index) => (index % 16 === 15 ? 31 : 0))));
    carrying.next(0);
    expect(carrying.next(0)).toBe(`0000000000${'0'.repeat(14)}10`);
  });
});
