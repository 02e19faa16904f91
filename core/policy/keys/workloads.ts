/** `workloads`: which rules about workloads hold, and where. */
import { workloadRuleIds } from '../../rules/rule-ids.ts';
import type { PodSecurityVersion } from '../../rules/workload-settings.ts';
import type { Shape, TextShape } from '../shape.ts';
import { type RulesDocument, rulesShape } from './rules.ts';

export interface WorkloadsDocument {
  readonly podSecurity?: 'off' | 'baseline' | 'restricted';
  readonly podSecurityVersion?: PodSecurityVersion;
  readonly admission?: boolean;
  readonly rules?: RulesDocument;
}

const versionPattern = /^(latest|v1\.(0|[1-9]\d{0,2}))$/;
const versionText: TextShape = {
  type: 'text',
  pattern: versionPattern.source,
  doc: 'The version of Kubernetes whose standards hold: latest, or v1.0 and up.',
  check: (text) => (versionPattern.test(text) ? null : { expected: 'latest, or a version such as v1.34', reason: null }),
};

export const workloads: Shape = {
  type: 'object',
  doc: 'Rules for workloads: the Pod Security Standards, and rules about the supply chain, which warn.',
  keys: {
    podSecurity: {
      type: 'choice',
      doc: 'The level of the Pod Security Standards whose rules deny.',
      values: ['off', 'baseline', 'restricted'],
    },
    podSecurityVersion: versionText,
    admission: { type: 'flag', doc: 'True: the rules hold at admission too, not in check alone.' },
    rules: rulesShape('What becomes of a rule; this beats the level.', workloadRuleIds),
  },
};
