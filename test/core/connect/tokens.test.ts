import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addToken } from '../../../core/connect/tokens.ts';
import { parseClusterList } from '../../../core/policy/cluster-list.ts';
import { isAuthorized } from '../../../core/review/token.ts';

const hashOf = (text: string): string => hash('sha256', text);
const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(43)) as [string, string, string];

describe('addToken', () => {
  it.each<[string, string | null, string, number, number]>([
    ['the first cluster', null, `dev=${hashOf(a)}`, 0, 0],
    ['another cluster', `eu=${hashOf(b)}`, `eu=${hashOf(b)},dev=${hashOf(a)}`, 0, 0],
    ['a rotation', `dev=${hashOf(b)}`, `dev=${hashOf(b)},dev=${hashOf(a)}`, 1, 0],
    ['a third token', `dev=${hashOf(c)}, dev=${hashOf(b)}`, `dev=${hashOf(b)},dev=${hashOf(a)}`, 1, 1],
  ])('%s', (_, list, value, kept, dropped) => {
    expect(addToken('list', list, 'dev', a)).toEqual({ value, tier: 'Standard', kept, dropped });
  });

  it('never overwrites what it cannot read', () => {
    expect(addToken('list', 'dev=oops', 'dev', a)).toEqual({
      problems: ['list: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    });
  });

  it('names the tier, and stops where a parameter ends', () => {
    const list = (count: number) =>
      Array.from({ length: count }, (_, i) => `cluster-${String(i).padStart(3, '0')}=${hashOf(String(i))}`).join(',');
    expect(addToken('list', list(50), 'dev', a)).toMatchObject({ tier: 'Standard' });
    expect(addToken('list', list(60), 'dev', a)).toMatchObject({ tier: 'Advanced' });
    expect(addToken('list', list(120), 'dev', a)).toEqual({
      problems: ['list: 9308 bytes with one more token, expected at most 8192: use another stage, or remove clusters'],
    });
  });

  it("law: after any rotations the last two tokens are accepted, older ones and other clusters' are not", () => {
    const token = fc.stringMatching(/^[A-Za-z0-9_-]{32,64}$/);
    fc.assert(
      fc.property(fc.uniqueArray(token, { minLength: 1, maxLength: 6 }), (tokens) => {
        let value: string | null = `other=${hashOf(a)}`;
        for (const one of tokens) {
          const added = addToken('list', value, 'dev', one);
          if ('problems' in added) throw new Error(added.problems.join());
          value = added.value;
        }
        const parsed = parseClusterList('list', value ?? '');
        const clusters = 'clusters' in parsed ? parsed.clusters : null;
        expect(tokens.map((one) => isAuthorized(clusters, 'dev', one))).toEqual(tokens.map((_, i) => i >= tokens.length - 2));
        expect(tokens.some((one) => value?.includes(one))).toBe(false);
        expect(isAuthorized(clusters, 'other', a)).toBe(true);
      }),
    );
  });
});
