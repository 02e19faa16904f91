import { describe, expect, it } from '@jest/globals';
import { loadPolicy } from '../../../../core/policy/load.ts';
import { loadedOf } from '../loaded.ts';

async function problemsOf(document: string): Promise<readonly string[]> {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'p.yaml', text: `version: 1\n${document}` } });
  return 'problems' in loaded ? loaded.problems : [];
}

describe('workloads and dockerfiles', () => {
  it('off, without admission, unless the policy says otherwise', async () => {
    const { policy } = await loadedOf('images: [a.io]');
    expect(policy.workloads).toEqual({ podSecurity: 'off', podSecurityVersion: 'latest', admission: false, rules: new Map() });
    expect(policy.dockerfiles).toEqual({ rules: new Map() });
  });

  it('are compiled key by key, and are part of the hash', async () => {
    const text =
      'workloads: { podSecurity: baseline, admission: true, rules: { host-path: warn } }\ndockerfiles: { rules: { unpinned-base: off } }';
    const { policy } = await loadedOf(text.replace('off', '"off"'));
    expect(policy.workloads).toEqual({
      podSecurity: 'baseline',
      podSecurityVersion: 'latest',
      admission: true,
      rules: new Map([['host-path', 'warn']]),
    });
    expect(policy.dockerfiles).toEqual({ rules: new Map([['unpinned-base', 'off']]) });
    const other = await loadedOf(text.replace('warn', 'deny'));
    expect(other.policy.hash).not.toBe(policy.hash);
  });

  it.each([
    [
      'workloads: { rules: { host-pth: warn } }',
      'p.yaml:2:23: workloads.rules.host-pth: expected one of privileged, host-namespaces, host-ports, host-path and 21 more, got the unknown key "host-pth"; did you mean host-path?',
    ],
    [
      'dockerfiles: { rules: { rootuser: deny } }',
      'p.yaml:2:25: dockerfiles.rules.rootuser: expected one of absolute-workdir, pointless-command, root-user, cd-in-run and 60 more, got the unknown key "rootuser"; did you mean root-user?',
    ],
    ['workloads: { rules: { host-path: info } }', 'p.yaml:2:34: workloads.rules.host-path: expected off, warn or deny, got "info"'],
    [
      'workloads: { podSecurityVersion: "1.25" }',
      'p.yaml:2:34: workloads.podSecurityVersion: expected latest, or a version such as v1.34, got "1.25"',
    ],
    [
      'workloads: { podSecurity: privileged }',
      'p.yaml:2:27: workloads.podSecurity: expected off, baseline or restricted, got "privileged"',
    ],
  ])('%s is refused', async (document, problem) => {
    expect(await problemsOf(document)).toEqual([problem]);
  });
});
