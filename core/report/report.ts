/** What `check` found: the JSON report is this, field for field, and the other outputs are made of it. */
import type { Severity } from '../policy/mode.ts';
import type { AnyRuleId } from '../rules/rule-ids.ts';

export interface ReportFinding {
  readonly rule: AnyRuleId;
  readonly severity: Severity;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly object: ReportObject;
  /** From the document's root: `items[3].spec.containers[0].image`. */
  readonly path: string;
  readonly container: string | null;
  /** As written. */
  readonly image: string | null;
  /** The line that admission would answer. */
  readonly message: string;
  readonly fix: string;
  /** Why it weighs less than its rule says: a baseline or an inline ignore forgave it. */
  readonly note?: string;
}

/** Hostile names, as they are written. */
export interface ReportObject {
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
}

export interface ReportImage {
  readonly image: string;
  /** The whole canonical reference; null when the text is no reference. */
  readonly canonical: string | null;
  readonly file: string;
  readonly path: string;
  readonly container: string | null;
  readonly allowed: boolean;
  /** The deciding entry's scope as written. */
  readonly entry: string | null;
  /** Where it is used; the JSON report has no such key. */
  readonly object?: ReportObject;
  /** 1-based; the JSON report has no such key. */
  readonly line?: number;
}

export interface Report {
  readonly policy: { readonly hash: string; readonly source: string };
  readonly allowed: boolean;
  /** Of images, and of workloads with a finding of their own, by the worst severity. */
  readonly summary: { readonly denied: number; readonly warned: number; readonly passed: number };
  readonly findings: readonly ReportFinding[];
  readonly images: readonly ReportImage[];
}
