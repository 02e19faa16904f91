import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findEntry, rungsOf } from '../../../core/policy/ladder.ts';
import type { Entry, Policy } from '../../../core/policy/policy.ts';
import { decidingEntry } from './oracle.ts';
import { hex, nowhere, nowMs, policyOf, referenceOf } from './policies.ts';
import { entryLists, images, places } from './policy.arbitrary.ts';

const digest = hex('a');

describe('rungsOf', () => {
  it.each<[string, string[]]>([
    ['nginx', ['docker.io/library/nginx:latest', 'docker.io/library/nginx', 'docker.io/library', 'docker.io']],
    ['a.b.io:5000/x/y:1', ['a.b.io:5000/x/y:1', 'a.b.io:5000/x/y', 'a.b.io:5000/x', 'a.b.io:5000', '*.b.io:5000']],
    [`b.io/x@${digest}`, [`b.io/x@${digest}`, 'b.io/x', 'b.io']],
    [`b.io/x:1@${digest}`, [`b.io/x@${digest}`, 'b.io/x:1 (deny only)', 'b.io/x', 'b.io']],
    ['[::1]:5000/x:1', ['[::1]:5000/x:1', '[::1]:5000/x', '[::1]:5000']],
    ['localhost/x:1', ['localhost/x:1', 'localhost/x', 'localhost']],
  ])('%s', (image, expected) => {
    expect(rungsOf(referenceOf(image)).map(({ scope, denyOnly }) => (denyOnly ? `${scope} (deny only)` : scope))).toEqual(expected);
  });
});

describe('findEntry', () => {
  const find = (policy: Policy, image: string, place = nowhere) => {
    const match = findEntry(policy, referenceOf(image), place, nowMs);
    return match === null ? null : `${match.entry.effect} ${match.scope}`;
  };

  it.each<[string, Parameters<typeof policyOf>[0]['images'], string, string | null]>([
    ['the digest before the tag', [`a.io/x@${digest}`, { deny: 'a.io/x:1' }], `a.io/x:1@${digest}`, `allow a.io/x@${digest}`],
    ['a tag beside a digest is not allowed', ['a.io/x:1'], `a.io/x:1@${digest}`, null],
    ['a tag beside a digest is denied', ['a.io', { deny: 'a.io/x:1' }], `a.io/x:1@${digest}`, 'deny a.io/x:1'],
    ['the default tag is a tag', ['a.io', { deny: 'a.io/x:latest' }], 'a.io/x', 'deny a.io/x:latest'],
    ['no default tag beside a digest', ['a.io', { deny: 'a.io/x:latest' }], `a.io/x@${digest}`, 'allow a.io'],
    ['at a component boundary only', ['a.io/x'], 'a.io/xy', null],
    ['deny beats allow at one scope', ['a.io', { deny: 'a.io' }], 'a.io/x', 'deny a.io'],
    ['a narrower allow beats a wider deny', [{ deny: 'a.io' }, 'a.io/x'], 'a.io/x/y', 'allow a.io/x'],
    ['one label for the star', ['*.b.io'], 'a.b.io/x', 'allow *.b.io'],
    ['not two labels', ['*.b.io'], 'a.a.b.io/x', null],
    ['not none', ['*.b.io'], 'b.io/x', null],
    ['not with a port', ['*.b.io'], 'a.b.io:443/x', null],
    ['the host before the star', [{ deny: 'a.b.io' }, '*.b.io'], 'a.b.io/x', 'deny a.b.io'],
    ['nothing', [], 'a.io/x', null],
  ])('%s', (_, entries, image, expected) => {
    expect(find(policyOf({ images: entries ?? [] }), image)).toBe(expected);
  });

  it('is the entry that a look at every entry finds', () => {
    let decided = 0;
    fc.assert(
      fc.property(entryLists, images, places, (list, image, place) => {
        const policy = policyOf({ images: list });
        const expected = decidingEntry(list, referenceOf(image), place, nowMs);
        const match = findEntry(policy, referenceOf(image), place, nowMs);
        expect(match === null ? null : { [match.entry.effect]: match.scope }).toEqual(
          expected === null ? null : expected.allow === undefined ? { deny: expected.deny } : { allow: expected.allow },
        );
        if (match !== null)
          expect(match.entry.where ?? null).toEqual(
            expected?.where == null ? null : { clusters: null, namespaces: null, ...expected.where },
          );
        decided += match === null ? 0 : 1;
      }),
      { numRuns: 1000 },
    );
    expect(decided).toBeGreaterThan(100);
  });

  it.each(['registry-7.example.com/team/app:1', 'unknown.example.com/team/app:1', 'a.b.io/x/y/z@'.concat(digest)])(
    'looks as often into 100,000 entries as into 10: %s',
    (image) => {
      const lookUps = (count: number): number => {
        const policy = policyOf(
          {},
          Array.from({ length: count }, (_, i) => `registry-${i}.example.com/team`),
        );
        let looked = 0;
        const entries = new Map(policy.entries);
        const counting = {
          get: (scope: string): readonly Entry[] | undefined => {
            looked++;
            return entries.get(scope);
          },
        };
        findEntry({ ...policy, entries: counting as unknown as Policy['entries'] }, referenceOf(image), nowhere, nowMs);
        return looked;
      };
      expect(lookUps(100_000)).toBe(lookUps(10));
      expect(lookUps(10)).toBeLessThanOrEqual(7);
    },
  );
});
