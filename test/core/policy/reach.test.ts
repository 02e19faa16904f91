import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseReference } from '../../../core/image/reference.ts';
import { isRefusal } from '../../../core/image/refusal.ts';
import { chooseEntry, findEntry, rungsOf } from '../../../core/policy/ladder.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import { reachOf } from '../../../core/policy/reach.ts';

describe('reachOf', () => {
  it.each<[string[], [string, number, boolean][]]>([
    [[], []],
    [['a.b'], [['a.b', 0, false]]],
    [['a.b:5000'], [['a.b:5000', 0, false]]],
    [['[::1]:5000/x'], [['[::1]:5000', 1, false]]],
    [['*.a.b'], [['*.a.b', 0, false]]],
    [['a.b', 'a.b/x/y', 'a.b/x'], [['a.b', 2, false]]],
    [['a.b:1/x:t'], [['a.b:1', 1, true]]],
    [
      ['a.b/x@sha256:0', 'a.b/x/y/z', 'c.d'],
      [
        ['a.b', 3, true],
        ['c.d', 0, false],
      ],
    ],
  ])('%j', (scopes, expected) => {
    expect([...reachOf(scopes)].map(([host, { depth, pinned }]) => [host, depth, pinned])).toEqual(expected);
  });
});

describe('findEntry', () => {
  const host = fc.constantFrom('a.b.c', 'b.c', 'a.b.c:5000', 'x.b.c');
  const path = fc.array(fc.constantFrom('p', 'q'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const suffix = fc.constantFrom('', ':t', ':u', `@sha256:${'0'.repeat(64)}`, `:t@sha256:${'0'.repeat(64)}`);
  const image = fc.tuple(host, path, suffix).map(([h, p, s]) => `${h}/${p}${s}`);
  const scope = fc.oneof(
    host,
    fc.constantFrom('*.b.c'),
    fc.tuple(host, path).map((x) => x.join('/')),
    image.filter((x) => !/:t@/.test(x)),
  );

  it('finds what a look at every rung finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(scope, { maxLength: 8 }), image, async (scopes, text) => {
        const loaded = await loadPolicy({ allowlist: null, document: { name: 'p', text: JSON.stringify({ version: 1, images: scopes }) } });
        const reference = parseReference(text);
        if ('problems' in loaded || isRefusal(reference)) throw new Error('the generator is wrong');
        const { policy } = loaded;
        const place = { cluster: null, namespace: null };
        const expected = rungsOf(reference).find(
          (rung) => chooseEntry(policy.entries.get(rung.scope) ?? [], place, 0, rung.denyOnly) !== null,
        );
        expect(findEntry(policy, reference, place, 0)?.scope).toBe(expected?.scope);
      }),
    );
  });
});
