/** Without seccomp every system call of the kernel is within reach. Windows has none; its Pods cannot set the field. */
import { breach, isSafeProfile, unsafeProfiles } from '../breach.ts';
import { at, isUnset } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const keys = ['securityContext', 'seccompProfile'];

export const seccompRestricted: WorkloadRule = {
  id: 'seccomp-restricted',
  alias: 'seccompProfile_restricted',
  level: 'restricted',
  severity: 'deny',
  since: 19,
  replaces: 'seccomp-baseline',
  summary: 'A container runs without a seccomp profile.',
  fix: 'set securityContext.seccompProfile.type: RuntimeDefault on the Pod or on every container',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *check({ spec, holders, containers, minor, isWindows }) {
    if (minor >= 25 && isWindows) return;
    yield* unsafeProfiles(holders, 'seccompProfile');
    if (isSafeProfile(at(spec, ...keys))) return;
    for (const container of containers) {
      const profile = at(container, ...keys);
      if (isUnset(profile)) yield breach(profile, 'neither the container nor the Pod sets a safe securityContext.seccompProfile');
    }
  },
};
