/** A sysctl outside the safe set can weaken or starve everything on the node. */
import { breach, itemsBelow } from '../breach.ts';
import { at, isOneOf, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

/** Namespaced and isolated between Pods, with the minor version that admits them. */
const safe: readonly (readonly [since: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [29, ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes']],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
];

export const sysctls: WorkloadRule = {
  id: 'sysctls',
  alias: 'sysctls',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'The Pod sets a kernel parameter that is not known to be safe.',
  fix: 'set only sysctls of the safe set, or none',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  *check({ spec, minor }) {
    const allowed = safe.filter(([since]) => since <= minor).flatMap(([, names]) => names);
    for (const sysctl of itemsBelow([spec], 'securityContext', 'sysctls')) {
      const name = at(sysctl, 'name');
      if (!isOneOf(name, allowed)) yield breach(name, `the sysctl is ${say(name)}`);
    }
  },
};
