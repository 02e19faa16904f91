/** An unmasked /proc lets a container read and write kernel settings. In a user namespace it is not root there: allowed since 1.35. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const procMount: WorkloadRule = {
  id: 'proc-mount',
  alias: 'procMount',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A container sees /proc without the masks that hide parts of the kernel.',
  fix: 'leave procMount out, or give the Pod a user namespace with hostUsers: false',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  check: ({ containers, minor, hasUserNamespace }) =>
    minor >= 35 && hasUserNamespace ? [] : allowOnly(containers, ['securityContext', 'procMount'], ['Default']),
};
