import { describe, expect, it } from '@jest/globals';
import { instantOf } from '../../../core/policy/dates.ts';

describe('instantOf', () => {
  it.each<[string, string | null, string | null]>([
    ['2027-03-31', '2027-03-31T00:00:00.000Z', '2027-04-01T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ['2027-12-31', '2027-12-31T00:00:00.000Z', '2028-01-01T00:00:00.000Z'],
    ['2027-03-31T12:00:00Z', '2027-03-31T12:00:00.000Z', '2027-03-31T12:00:00.000Z'],
    ['2027-03-31T12:00:00.5+02:00', '2027-03-31T10:00:00.500Z', '2027-03-31T10:00:00.500Z'],
    ['2027-03-31T00:30:00+01:00', '2027-03-30T23:30:00.000Z', '2027-03-30T23:30:00.000Z'],
    ['2027-02-29', null, null],
    ['2027-13-01', null, null],
    ['2027-00-10', null, null],
    ['2027-3-1', null, null],
    ['0099-01-01', null, null],
    ['2027-03-31T24:00:00Z', null, null],
    ['2027-03-31T12:00:60Z', null, null],
    ['2027-03-31T12:00:00', null, null],
    ['2027-03-31 12:00:00Z', null, null],
    ['2027-03-31T12:00Z', null, null],
    ['2027-03-31\n', null, null],
    ['tomorrow', null, null],
    ['', null, null],
  ])('%j', (text, from, until) => {
    const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
    expect([iso(instantOf(text, 'from')), iso(instantOf(text, 'until'))]).toEqual([from, until]);
  });
});
