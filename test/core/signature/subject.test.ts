import { describe, expect, it } from '@jest/globals';
import { matchesName, parseName } from '../../../core/signature/subject.ts';

describe('parseName', () => {
  it.each<[string, [string, string][] | null]>([
    [
      'C=US, ST=WA, O=Acme',
      [
        ['C', 'US'],
        ['ST', 'WA'],
        ['O', 'Acme'],
      ],
    ],
    ['o = Acme\\, Inc. ', [['O', 'Acme, Inc.']]],
    ['', null],
    ['Acme', null],
    ['O=', null],
    ['O=a,O=b', null],
  ])('%s', (text, expected) => {
    const name = parseName(text);
    expect(name === null ? null : [...name]).toEqual(expected);
  });
});

it('a name matches when each attribute is there with exactly its value', () => {
  const subject = new Map([
    ['C', 'US'],
    ['ST', 'WA'],
    ['O', 'Acme'],
  ]);
  expect(matchesName(new Map([['O', 'Acme']]), subject)).toBe(true);
  expect(matchesName(new Map([['S', 'WA']]), subject)).toBe(true);
  expect(matchesName(new Map([['O', 'acme']]), subject)).toBe(false);
  expect(matchesName(new Map([['OU', 'x']]), subject)).toBe(false);
});
