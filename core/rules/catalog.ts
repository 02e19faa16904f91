/** Every rule about images and workloads as data: for the rule reference and for reports that explain themselves. */
import { baselineExamples } from './examples/baseline.ts';
import type { RuleExample } from './examples/example.ts';
import { imageExamples } from './examples/image.ts';
import { restrictedExamples } from './examples/restricted.ts';
import { supplyChainExamples } from './examples/supply-chain.ts';
import { type ImageRuleFacts, imageRuleFacts } from './image-facts.ts';
import { workloadRules } from './workload/index.ts';
import type { WorkloadRule, WorkloadRuleId } from './workload-rule.ts';

export interface CatalogEntry extends RuleExample {
  readonly id: string;
  /** The check's id in k8s.io/pod-security-admission; null: the rule is ours. */
  readonly alias: string | null;
  readonly level: 'image' | WorkloadRule['level'];
  /** Where the policy says nothing else. Image rules follow the policy's mode. */
  readonly severity: WorkloadRule['severity'];
  /** The first version of the Pod Security Standards that has it, as `1.25`; null where versions do not matter. */
  readonly since: string | null;
  /** One sentence: what it finds. */
  readonly summary: string;
  /** What to do about it, one clause. */
  readonly fix: string;
  readonly reference: string;
}

const workloadExamples: Readonly<Record<WorkloadRuleId, RuleExample>> = {
  ...baselineExamples,
  ...restrictedExamples,
  ...supplyChainExamples,
};

function ofImageRule({ id, summary, fix, reference }: ImageRuleFacts): CatalogEntry {
  return { id, alias: null, level: 'image', severity: 'deny', since: null, summary, fix, reference, ...imageExamples[id] };
}

function ofWorkloadRule({ id, alias, level, severity, since, summary, fix, reference }: WorkloadRule): CatalogEntry {
  const version = level === 'supply-chain' ? null : `1.${since}`;
  return { id, alias, level, severity, since: version, summary, fix, reference, ...workloadExamples[id] };
}

/** In the order of the reference: images, baseline, restricted, supply chain. */
export const catalog: readonly CatalogEntry[] = [...imageRuleFacts.map(ofImageRule), ...workloadRules.map(ofWorkloadRule)];
