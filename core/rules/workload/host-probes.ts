/** The kubelet makes these calls from the node: a host of the author's choice lets a Pod reach what only nodes may. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const handlers = [['livenessProbe'], ['readinessProbe'], ['startupProbe'], ['lifecycle', 'postStart'], ['lifecycle', 'preStop']];

export const hostProbes: WorkloadRule = {
  id: 'host-probes',
  alias: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  severity: 'deny',
  since: 34,
  replaces: null,
  summary: 'A probe or lifecycle hook names a host of its own.',
  fix: 'leave host out: the kubelet then asks the Pod itself',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  *check({ containers }) {
    for (const handler of handlers) {
      for (const action of ['httpGet', 'tcpSocket']) yield* allowOnly(containers, [...handler, action, 'host'], ['']);
    }
  },
};
