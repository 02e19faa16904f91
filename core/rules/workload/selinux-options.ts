/** Another SELinux type can take the confinement of containers away. */
import { allowOnly } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const typesBefore31 = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

export const seLinuxOptions: WorkloadRule = {
  id: 'selinux-options',
  alias: 'seLinuxOptions',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'SELinux options set a user, a role, or a type that is not meant for containers.',
  fix: 'leave user and role out, and use a container type such as container_t',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  *check({ holders, minor }) {
    const types = minor >= 31 ? [...typesBefore31, 'container_engine_t'] : typesBefore31;
    yield* allowOnly(holders, ['securityContext', 'seLinuxOptions', 'type'], types);
    for (const key of ['user', 'role']) yield* allowOnly(holders, ['securityContext', 'seLinuxOptions', key], ['']);
  },
};
