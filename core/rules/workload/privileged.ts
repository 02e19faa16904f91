/** A privileged container is root on the node: no other boundary holds. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const privileged: WorkloadRule = {
  id: 'privileged',
  alias: 'privileged',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A container runs privileged: it may do on the node whatever root may.',
  fix: 'leave securityContext.privileged out, and add only the capabilities that are needed',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  check: ({ containers }) => allowOnly(containers, ['securityContext', 'privileged'], [false]),
};
