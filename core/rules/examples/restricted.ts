/** Of each restricted rule. */
import type { WorkloadRuleId } from '../workload-rule.ts';
import { app, appSpec, example, pod, type RuleExample } from './example.ts';

const context = (...lines: string[]): string => app(['securityContext:', ...lines.map((line) => `  ${line}`)]);
const volume = (source: string): string => pod([...appSpec(), 'volumes:', '  - name: data', `    ${source}`]);
const podContext = (...lines: string[]): string => pod(['securityContext:', ...lines.map((line) => `  ${line}`), ...appSpec()]);

export const restrictedExamples = {
  'restricted-volumes': example(
    volume('nfs: { server: nfs.example.com, path: /export }'),
    volume('persistentVolumeClaim: { claimName: data }'),
  ),
  'privilege-escalation': example(app(), context('allowPrivilegeEscalation: false')),
  'run-as-non-root': example(app(), podContext('runAsNonRoot: true')),
  'run-as-user': example(context('runAsUser: 0'), context('runAsUser: 1000')),
  'seccomp-restricted': example(app(), podContext('seccompProfile: { type: RuntimeDefault }')),
  'capabilities-restricted': example(
    context('capabilities: { drop: [NET_RAW] }'),
    context('capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] }'),
  ),
  'proc-mount-restricted': example(pod(['hostUsers: false', ...appSpec(['securityContext:', '  procMount: Unmasked'])]), app()),
} as const satisfies Partial<Record<WorkloadRuleId, RuleExample>>;
