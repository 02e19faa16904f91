import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appliesTo, canMeet, matchesAny, matchesPattern, patternCovers, type Where } from '../../../core/policy/where.ts';

describe('matchesPattern', () => {
  it.each<[string, string, boolean]>([
    ['dev', 'dev', true],
    ['dev', 'dev-1', false],
    ['dev-*', 'dev-1', true],
    ['dev-*', 'dev-', true],
    ['dev-*', 'dev', false],
    ['*', '', true],
    ['*', '__proto__', true],
  ])('%s, %s: %s', (pattern, text, expected) => {
    expect([matchesPattern(pattern, text), matchesAny(['nothing', pattern], text)]).toEqual([expected, expected]);
  });
});

describe('appliesTo', () => {
  const place = (cluster: string | null, namespace: string | null) => ({ cluster, namespace });
  const both: Where = { clusters: ['dev-*', 'ci'], namespaces: ['a'] };
  it.each<[Where | null, string | null, string | null, boolean, boolean]>([
    [null, null, null, true, true],
    [both, 'dev-1', 'a', true, true],
    [both, 'ci', 'a', true, true],
    [both, 'prod', 'a', false, false],
    [both, 'ci', 'b', false, false],
    [both, null, 'a', false, true],
    [both, 'ci', null, false, true],
    [both, null, 'b', false, false],
    [{ clusters: ['*'], namespaces: null }, null, null, false, true],
  ])('%j in %s, %s: an allow %s, a deny %s', (where, cluster, namespace, allow, deny) => {
    expect([appliesTo(where, place(cluster, namespace), false), appliesTo(where, place(cluster, namespace), true)]).toEqual([allow, deny]);
  });
});

const patterns = fc
  .tuple(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }), fc.constantFrom('', '*'))
  .map((parts) => parts.join(''));
const names = [
  '',
  ...'ab',
  ...['aa', 'ab', 'ba', 'bb'],
  ...['aaa', 'aab', 'aba', 'abb', 'baa', 'bab', 'bba', 'bbb'],
  'aaaa',
  'abab',
  'bbbb',
  'aabb',
  'abba',
  'baab',
  'bbaa',
  'baba',
];
const lists = fc.option(fc.array(patterns, { minLength: 1, maxLength: 3 }));
const wheres = fc.option(fc.record({ clusters: lists, namespaces: lists }));

describe('canMeet and patternCovers', () => {
  it('two may meet exactly when some name is meant by both, key by key', () => {
    const meant = (where: Where | null, key: keyof Where, name: string) => where?.[key] == null || matchesAny(where[key], name);
    fc.assert(
      fc.property(wheres, wheres, (a, b) => {
        const expected = (['clusters', 'namespaces'] as const).every((key) =>
          names.some((name) => meant(a, key, name) && meant(b, key, name)),
        );
        expect(canMeet(a, b)).toBe(expected);
        expect(canMeet(b, a)).toBe(expected);
      }),
    );
  });

  it('a pattern that covers another matches all that it matches', () => {
    fc.assert(
      fc.property(patterns, patterns, fc.constantFrom(...names), (wide, narrow, name) => {
        if (patternCovers(wide, narrow) && matchesPattern(narrow, name)) expect(matchesPattern(wide, name)).toBe(true);
      }),
    );
    expect([patternCovers('v*', 'v1*'), patternCovers('v1*', 'v*'), patternCovers('v', 'v*'), patternCovers('*', 'v')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
