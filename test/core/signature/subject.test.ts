import type { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { matchesName, parseName, subjectOf } from '../../../core/signature/subject.ts';

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

describe('subjectOf', () => {
  it.each<[string, string, [string, string][] | null]>([
    [
      'each attribute once',
      'C=US\nO=Acme\\, Inc.',
      [
        ['C', 'US'],
        ['O', 'Acme, Inc.'],
      ],
    ],
    ['one twice', 'O=Acme\nO=Evil', null],
    ['one twice, in other letters', 'O=Acme\no=Evil', null],
    ['no attribute', 'Acme', null],
    ['no name of it', '=Acme', null],
    ['nothing', '', null],
  ])('%s', (_, subject, expected) => {
    const name = subjectOf({ subject } as X509Certificate);
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
  expect(matchesName(new Map([['O', 'Ac']]), subject)).toBe(false);
  const one = ['C', 'US'] as const;
  expect(matchesName(new Map([one, ['ST', 'WA']]), subject)).toBe(true);
  expect(matchesName(new Map([one, ['ST', 'NY']]), subject)).toBe(false);
});
