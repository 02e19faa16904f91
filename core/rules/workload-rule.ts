/** What a rule about a workload is. One rule, one file; its id is the same word in findings, documentation and tests. */
import type { Owner } from './field.ts';
import type { Pod } from './pod.ts';
import type { WorkloadRuleId } from './rule-ids.ts';

export type { WorkloadRuleId } from './rule-ids.ts';

/** One thing that a rule forbids, found. */
export interface Breach {
  /** From the document's root, printable ASCII. */
  readonly path: string;
  /** Identity across an UPDATE: the path with names instead of positions; null when it has none. */
  readonly place: string | null;
  /** The container or volume that it was found in; null for the Pod itself. */
  readonly owner: Owner | null;
  /** One clause, printable ASCII. */
  readonly detail: string;
}

export interface WorkloadRule {
  readonly id: WorkloadRuleId;
  /** The check's id in k8s.io/pod-security-admission; null: the rule is ours. */
  readonly alias: string | null;
  /** Of the Pod Security Standards; restricted includes baseline. */
  readonly level: 'baseline' | 'restricted' | 'supply-chain';
  /** Where the settings say nothing. */
  readonly severity: 'deny' | 'warn';
  /** The first minor version of Kubernetes 1 whose standards have it. */
  readonly since: number;
  /** The baseline rule that it makes superfluous where both hold; upstream calls it an override. */
  readonly replaces: WorkloadRuleId | null;
  /** One sentence: what it finds. */
  readonly summary: string;
  /** What to do about it, one clause. */
  readonly fix: string;
  readonly reference: string;
  readonly check: (pod: Pod) => Iterable<Breach>;
}
