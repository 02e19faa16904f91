import { describe, expect, it } from '@jest/globals';
import { runCases } from '../../../core/policy/cases.ts';
import { loadedOf } from './loaded.ts';

const run = async (document: string) => {
  const { policy, document: merged } = await loadedOf(document);
  return runCases(policy, merged.cases, Date.parse('2027-01-01T00:00:00Z'));
};

describe('runCases', () => {
  it('judges each case where it would run, now', async () => {
    const { results, untested } = await run(`
images: [secureoci.com, {allow: a.io, where: {clusters: [dev-*]}}, {deny: secureoci.com/old}]
exemptNamespaces: [kube-system]
cases:
  - { image: secureoci.com/x, expect: allow }
  - { image: a.io/x, expect: allow }
  - { image: a.io/x, cluster: dev-1, expect: allow }
  - { image: nginx, namespace: kube-system, expect: allow }
  - { image: NGINX, expect: allow }`);
    expect(results.map(({ passed, allowed, entry, message }) => [passed, allowed, entry, message])).toEqual([
      [true, true, 'secureoci.com', null],
      [
        false,
        false,
        null,
        'a.io/x:latest is denied by registry-allowlist: no entry for a.io/x (a.io is allowed elsewhere, not in an unknown cluster, no namespace); allowed here: secureoci.com',
      ],
      [true, true, 'a.io', null],
      [true, true, null, 'the namespace kube-system is exempt'],
      [false, false, null, expect.stringContaining('"NGINX" is denied by malformed-image')],
    ]);
    expect(untested).toEqual(['secureoci.com/old']);
  });

  it('tells apart entries of one scope', async () => {
    const { untested } = await run(`
images: [{allow: a.io, where: {clusters: [dev]}}, {allow: a.io, where: {clusters: [prod]}, require: {digest: true}}]
cases: [{ image: a.io/x, cluster: dev, expect: allow }]`);
    expect(untested).toEqual(['a.io']);
  });

  it('expects what will happen: a policy that warns denies nothing', async () => {
    const { results } = await run('mode: warn\ncases: [{ image: nginx, expect: deny }]');
    expect(results).toMatchObject([{ passed: false, allowed: true, message: expect.stringContaining('would be denied by') }]);
  });
});
