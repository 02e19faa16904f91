/** User 0 is root, whatever runAsNonRoot says elsewhere. In a user namespace it is nobody on the node: allowed since 1.35. */
import { breach } from '../breach.ts';
import { at, isUnset, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const runAsUser: WorkloadRule = {
  id: 'run-as-user',
  alias: 'runAsUser',
  level: 'restricted',
  severity: 'deny',
  since: 23,
  replaces: null,
  summary: 'A container is told to run as root.',
  fix: 'leave runAsUser out, or set it to a user other than 0',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *check({ holders, minor, hasUserNamespace }) {
    if (minor >= 35 && hasUserNamespace) return;
    for (const holder of holders) {
      const user = at(holder, 'securityContext', 'runAsUser');
      const isOther = Number.isInteger(user.value) && user.value !== 0;
      if (!isUnset(user) && !isOther) yield breach(user, `securityContext.runAsUser is ${say(user)}`);
    }
  },
};
