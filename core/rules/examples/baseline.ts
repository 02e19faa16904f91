/** Of each baseline rule. */
import type { WorkloadRuleId } from '../workload-rule.ts';
import { app, appSpec, example, pod, type RuleExample } from './example.ts';

const context = (...lines: string[]): string => app(['securityContext:', ...lines.map((line) => `  ${line}`)]);
const volume = (...source: string[]): string => pod([...appSpec(), 'volumes:', '  - name: data', ...source.map((line) => `    ${line}`)]);
const podContext = (...lines: string[]): string => pod(['securityContext:', ...lines.map((line) => `  ${line}`), ...appSpec()]);
const probe = (...lines: string[]): string => app(['livenessProbe:', '  httpGet:', '    path: /healthz', '    port: 8080', ...lines]);

export const baselineExamples = {
  privileged: example(context('privileged: true'), context('privileged: false')),
  'host-namespaces': example(pod(['hostNetwork: true', ...appSpec()]), app()),
  'host-ports': example(app(['ports:', '  - containerPort: 8080', '    hostPort: 80']), app(['ports:', '  - containerPort: 8080'])),
  'host-path': example(volume('hostPath: { path: /var/lib/app }'), volume('persistentVolumeClaim: { claimName: app }')),
  'capabilities-baseline': example(context('capabilities: { add: [NET_ADMIN] }'), context('capabilities: { add: [NET_BIND_SERVICE] }')),
  'app-armor': example(context('appArmorProfile: { type: Unconfined }'), context('appArmorProfile: { type: RuntimeDefault }')),
  'selinux-options': example(podContext('seLinuxOptions: { type: spc_t }'), podContext('seLinuxOptions: { type: container_t }')),
  'proc-mount': example(context('procMount: Unmasked'), context('procMount: Default')),
  'seccomp-baseline': example(podContext('seccompProfile: { type: Unconfined }'), podContext('seccompProfile: { type: RuntimeDefault }')),
  sysctls: example(
    podContext('sysctls: [{ name: kernel.msgmax, value: "65536" }]'),
    podContext('sysctls: [{ name: net.ipv4.tcp_syncookies, value: "1" }]'),
  ),
  'windows-host-process': example(
    podContext('windowsOptions: { hostProcess: true }'),
    podContext('windowsOptions: { runAsUserName: ContainerUser }'),
  ),
  'host-probes': example(probe('    host: 169.254.169.254'), probe()),
} as const satisfies Partial<Record<WorkloadRuleId, RuleExample>>;
