/** What a process cannot do, nobody who takes it over can do. Windows has no capabilities; its Pods cannot set them. */
import { breach, itemsBelow } from '../breach.ts';
import { at, isOneOf, itemsOf, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const keys = ['securityContext', 'capabilities'];

export const capabilitiesRestricted: WorkloadRule = {
  id: 'capabilities-restricted',
  alias: 'capabilities_restricted',
  level: 'restricted',
  severity: 'deny',
  since: 22,
  replaces: 'capabilities-baseline',
  summary: 'A container keeps capabilities, or adds one beyond NET_BIND_SERVICE.',
  fix: 'set securityContext.capabilities.drop: [ALL] on every container, and add back NET_BIND_SERVICE at most',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *check({ containers, minor, isWindows }) {
    if (minor >= 25 && isWindows) return;
    for (const container of containers) {
      const drop = at(container, ...keys, 'drop');
      const dropsAll = [...itemsOf(drop)].some((capability) => isOneOf(capability, ['ALL']));
      if (!dropsAll) yield breach(drop, 'securityContext.capabilities.drop has no "ALL"');
      for (const capability of itemsBelow([container], ...keys, 'add')) {
        if (!isOneOf(capability, ['NET_BIND_SERVICE']))
          yield breach(capability, `an item of securityContext.capabilities.add is ${say(capability)}`);
      }
    }
  },
};
