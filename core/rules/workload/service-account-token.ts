/**
 * A token in the file system is a way into the cluster's API for whoever takes the container over. A Pod that names a service
 * account of its own is believed to need it; the namespace's default account is what nobody asked for.
 */
import { breach } from '../breach.ts';
import { at, isOneOf, isUnsetOr, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const serviceAccountToken: WorkloadRule = {
  id: 'service-account-token',
  alias: null,
  level: 'supply-chain',
  severity: 'warn',
  since: 0,
  replaces: null,
  summary: "The token of the namespace's default service account is mounted, though nothing says that the Pod needs it.",
  fix: 'set automountServiceAccountToken: false, or name a service account of its own',
  reference: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  *check({ spec, containers }) {
    const mounts = at(spec, 'automountServiceAccountToken');
    // serviceAccount is the old spelling, which the API server still copies over.
    const isDefault = ['serviceAccountName', 'serviceAccount'].every((key) => isUnsetOr(at(spec, key), ['', 'default']));
    if (containers.length > 0 && isDefault && !isOneOf(mounts, [false]))
      yield breach(mounts, `automountServiceAccountToken is ${say(mounts)} for the default service account`);
  },
};
