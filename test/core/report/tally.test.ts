import { describe, expect, it } from '@jest/globals';
import { namespaceOf, registryOf, tallyRules, tallyUses, topOf } from '../../../core/report/tally.ts';
import { usesOf } from '../../../core/report/uses.ts';
import { mixed } from './sample.ts';

const found = usesOf(mixed);
const one = (name: string, denied: number, warned: number, passed: number) => ({ name, denied, warned, passed });

describe('tallies', () => {
  it('count images by namespace and registry, findings by rule', () => {
    expect(tallyUses(found.uses, namespaceOf)).toEqual([one('shop', 1, 0, 1), one('(none)', 0, 1, 0)]);
    expect(tallyUses(found.uses, registryOf)).toEqual([one('docker.io', 1, 0, 0), one('secureoci.com', 0, 1, 1)]);
    expect(tallyRules(found)).toEqual([one('registry-allowlist', 1, 0, 0), one('denied-tag', 0, 1, 0), one('policy-unavailable', 0, 0, 1)]);
  });

  it.each([
    ['secureoci.com/a/b:1', 'secureoci.com'],
    ['localhost:5000/a', 'localhost:5000'],
    [null, '(no reference)'],
  ])('%s is of %s', (canonical, registry) => {
    const image = { image: 'x', canonical, file: 'f', path: 'p', container: null, allowed: true, entry: null };
    expect(registryOf({ image, findings: [], worst: null })).toBe(registry);
  });

  it('put what is beyond the limit together', () => {
    const tallies = [one('a', 3, 0, 0), one('b', 2, 1, 0), one('c', 1, 0, 5)];
    expect(topOf(tallies, 3)).toEqual({ shown: tallies, rest: null });
    expect(topOf(tallies, 2)).toEqual({ shown: [tallies[0]], rest: one('2 more', 3, 1, 5) });
  });
});
