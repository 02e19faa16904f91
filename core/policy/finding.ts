/** What was found, and what follows from it. A violation is data, never an exception. */
import type { ImageReference } from '../image/reference.ts';
import type { AnyRuleId } from '../rules/rule-ids.ts';
import type { ImageUse, Workload } from '../workload/visit.ts';
import type { Match } from './ladder.ts';
import type { Severity } from './mode.ts';
import type { Exception } from './policy.ts';

export interface Finding {
  readonly rule: AnyRuleId;
  readonly severity: Severity;
  /** The rule itself asks for no more than a warning, whatever the mode. */
  readonly onlyWarns?: true;
  /** It could not be checked, and `onError` lets the image pass for that. */
  readonly failOpen?: true;
  /** The object that it was found in. */
  readonly workload: Workload;
  readonly path: string;
  readonly list: ImageUse['list'] | null;
  /** The container's or volume's name, hostile. */
  readonly container: string | null;
  /** As written, hostile; null when there is no image to name. */
  readonly image: string | null;
  /** Null when the text is no reference. */
  readonly reference: ImageReference | null;
  /** One clause, printable ASCII. */
  readonly detail: string;
  readonly fix: string;
  /** The deciding entry's scope as written; null when no entry decided. */
  readonly entry: string | null;
  /** What forgives it: then its severity is info. */
  readonly exception: Exception | null;
}

/** One image and what became of it. */
export interface JudgedImage {
  readonly workload: Workload;
  readonly use: ImageUse;
  readonly reference: ImageReference | null;
  /** The entry that decided; null when none did. */
  readonly match: Match | null;
  readonly findings: readonly Finding[];
}

export interface Verdict {
  readonly allowed: boolean;
  readonly findings: readonly Finding[];
  readonly images: readonly JudgedImage[];
  /** The namespace in which nothing was judged; null when everything was. */
  readonly exempt: string | null;
  /** The declaration that lifted the findings, `key=value`; null when the glass is whole. */
  readonly breakGlass: string | null;
}
