/** A set-user-ID binary makes an ordinary user root in the container. Windows has none; its Pods cannot set the field. */
import { breach } from '../breach.ts';
import { at, isOneOf, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const privilegeEscalation: WorkloadRule = {
  id: 'privilege-escalation',
  alias: 'allowPrivilegeEscalation',
  level: 'restricted',
  severity: 'deny',
  since: 8,
  replaces: null,
  summary: 'A process in a container may gain more privileges than it was started with.',
  fix: 'set securityContext.allowPrivilegeEscalation: false on every container',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *check({ containers, minor, isWindows }) {
    if (minor >= 25 && isWindows) return;
    for (const container of containers) {
      const field = at(container, 'securityContext', 'allowPrivilegeEscalation');
      if (!isOneOf(field, [false])) yield breach(field, `securityContext.allowPrivilegeEscalation is ${say(field)}`);
    }
  },
};
