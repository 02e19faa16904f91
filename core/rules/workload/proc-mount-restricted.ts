/** Baseline lets Pods in a user namespace unmask /proc since 1.35; restricted goes on forbidding it. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const procMountRestricted: WorkloadRule = {
  id: 'proc-mount-restricted',
  alias: 'procMount_restricted',
  level: 'restricted',
  severity: 'deny',
  since: 35,
  replaces: 'proc-mount',
  summary: 'A container sees /proc without the masks that hide parts of the kernel.',
  fix: 'leave procMount out',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  check: ({ containers }) => allowOnly(containers, ['securityContext', 'procMount'], ['Default']),
};
