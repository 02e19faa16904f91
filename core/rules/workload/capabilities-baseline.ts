/** Some capabilities are as good as root on the node; NET_RAW is no default either: it spoofs neighbours. */
import { breach, itemsBelow } from '../breach.ts';
import { isOneOf, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

/** What container runtimes grant by default, without NET_RAW. Names are exact: the API server knows no `CAP_` prefix either. */
const allowed = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

export const capabilitiesBaseline: WorkloadRule = {
  id: 'capabilities-baseline',
  alias: 'capabilities_baseline',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A container adds a capability beyond the default set.',
  fix: 'add only capabilities of the default set, or none',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  *check({ containers }) {
    for (const capability of itemsBelow(containers, 'securityContext', 'capabilities', 'add')) {
      if (!isOneOf(capability, allowed)) yield breach(capability, `an item of securityContext.capabilities.add is ${say(capability)}`);
    }
  },
};
