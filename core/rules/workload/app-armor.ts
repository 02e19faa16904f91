/**
 * Without its AppArmor profile a container may mount, trace and write where the runtime would not let it. The field counts in
 * every version: upstream never tied it to one.
 */
import { isObject } from '../../workload/json.ts';
import { unsafeAnnotations, unsafeProfiles } from '../breach.ts';
import type { Field } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

/** The annotation of Kubernetes before 1.30, one for each container; what follows the slash need not be one's name. */
const prefix = 'container.apparmor.security.beta.kubernetes.io/';

/** Annotations that are no object are asked for one that cannot be read. */
function keysOf({ value }: Field): string[] {
  return isObject(value) ? Object.keys(value).filter((key) => key.startsWith(prefix)) : [prefix];
}

export const appArmor: WorkloadRule = {
  id: 'app-armor',
  alias: 'appArmorProfile',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'An AppArmor profile is switched off or unknown.',
  fix: 'leave the profile out, or set it to RuntimeDefault or Localhost',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  *check({ holders, annotations }) {
    yield* unsafeProfiles(holders, 'appArmorProfile');
    yield* unsafeAnnotations(
      annotations,
      keysOf(annotations),
      (value) => value === '' || value === 'runtime/default' || value.startsWith('localhost/'),
    );
  },
};
