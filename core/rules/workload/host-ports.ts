/** A port of the node is reachable past every Service and most network policies. */
import { allowOnly, itemsBelow } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const hostPorts: WorkloadRule = {
  id: 'host-ports',
  alias: 'hostPorts',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A container takes a port of the node.',
  fix: 'leave hostPort out, and reach the Pod through a Service',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  check: ({ containers }) => allowOnly(itemsBelow(containers, 'ports'), ['hostPort'], [0]),
};
