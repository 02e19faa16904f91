/** A HostProcess container is no container: it runs on the Windows node itself. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const windowsHostProcess: WorkloadRule = {
  id: 'windows-host-process',
  alias: 'windowsHostProcess',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A Windows container runs as a process of the node.',
  fix: 'leave windowsOptions.hostProcess out',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  check: ({ holders }) => allowOnly(holders, ['securityContext', 'windowsOptions', 'hostProcess'], [false]),
};
