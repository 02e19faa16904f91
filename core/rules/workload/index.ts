/** Every rule about workloads, in the order in which they are judged and reported. */
import type { WorkloadRule } from '../workload-rule.ts';
import { appArmor } from './app-armor.ts';
import { capabilitiesBaseline } from './capabilities-baseline.ts';
import { capabilitiesRestricted } from './capabilities-restricted.ts';
import { containerSocket } from './container-socket.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostPath } from './host-path.ts';
import { hostPorts } from './host-ports.ts';
import { hostProbes } from './host-probes.ts';
import { mixedVersions } from './mixed-versions.ts';
import { mutableTag } from './mutable-tag.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { privileged } from './privileged.ts';
import { procMount } from './proc-mount.ts';
import { procMountRestricted } from './proc-mount-restricted.ts';
import { pullPolicy } from './pull-policy.ts';
import { resourceLimits } from './resource-limits.ts';
import { restrictedVolumes } from './restricted-volumes.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seccompBaseline } from './seccomp-baseline.ts';
import { seccompRestricted } from './seccomp-restricted.ts';
import { seLinuxOptions } from './selinux-options.ts';
import { serviceAccountToken } from './service-account-token.ts';
import { sysctls } from './sysctls.ts';
import { windowsHostProcess } from './windows-host-process.ts';

export const workloadRules: readonly WorkloadRule[] = [
  privileged,
  hostNamespaces,
  hostPorts,
  hostPath,
  capabilitiesBaseline,
  appArmor,
  seLinuxOptions,
  procMount,
  seccompBaseline,
  sysctls,
  windowsHostProcess,
  hostProbes,
  restrictedVolumes,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
  capabilitiesRestricted,
  procMountRestricted,
  mutableTag,
  pullPolicy,
  serviceAccountToken,
  resourceLimits,
  containerSocket,
  mixedVersions,
];
