/**
 * Root in a container is one mistake of the kernel away from root on the node. The container's word beats the Pod's. In a user
 * namespace it is nobody there: allowed since 1.35.
 */
import { allowOnly, breach } from '../breach.ts';
import { at, isOneOf, isUnset, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const keys = ['securityContext', 'runAsNonRoot'];

export const runAsNonRoot: WorkloadRule = {
  id: 'run-as-non-root',
  alias: 'runAsNonRoot',
  level: 'restricted',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A container may run as root.',
  fix: 'set securityContext.runAsNonRoot: true on the Pod or on every container',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *check({ spec, containers, minor, hasUserNamespace }) {
    if (minor >= 35 && hasUserNamespace) return;
    const ofPod = at(spec, ...keys);
    yield* allowOnly([spec], keys, [true]);
    for (const container of containers) {
      const field = at(container, ...keys);
      const isSafe = isUnset(field) ? isOneOf(ofPod, [true]) : isOneOf(field, [true]);
      if (!isSafe)
        yield breach(field, `securityContext.runAsNonRoot is ${say(field)}${isUnset(field) ? ', nor does the Pod set it to true' : ''}`);
    }
  },
};
