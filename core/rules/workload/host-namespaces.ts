/** In the node's own namespaces a Pod sees, and may signal or sniff, what runs beside it. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const hostNamespaces: WorkloadRule = {
  id: 'host-namespaces',
  alias: 'hostNamespaces',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: "The Pod shares the node's network, process or IPC namespace.",
  fix: 'leave hostNetwork, hostPID and hostIPC out',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  check: ({ spec }) => ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((key) => [...allowOnly([spec], [key], [false])]),
};
