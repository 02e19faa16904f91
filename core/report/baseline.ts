/**
 * A baseline: findings that are known and forgiven until a date, each with an owner. An entry has the shape of a policy's
 * exception plus what tells one finding from another. It is read at a prompt and in pipelines, never at admission.
 *
 *     version: 1
 *     findings:
 *       - { rule: denied-tag, file: deploy/web.yaml, object: Pod shop/web, container: app, image: "nginx", owner: team-b, until: 2027-03-01, reason: OPS-99 }
 */
import { maxMessageBytes } from '../limits.ts';
import { instantOf } from '../policy/dates.ts';
import { readShaped } from '../policy/document.ts';
import type { ObjectShape } from '../policy/shape.ts';
import { placePattern, reasonText, untilText } from '../policy/texts.ts';

export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** A date, which counts through 23:59:59 UTC, or an instant. */
  readonly until: string;
  /** `Pod shop/web`; absent: any. So are the others. */
  readonly object?: string;
  /** `spec.containers[].image` is any position. */
  readonly path?: string;
  readonly container?: string;
  /** As written, what is not printable ASCII spelled out. */
  readonly image?: string;
  /** Exact or with one trailing `*`; absent: everywhere. */
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** Each problem is one line: `FILE:LINE:COLUMN: KEY: expected ..., got ...`. */
export type LoadedBaseline = { readonly entries: readonly BaselineEntry[] } | { readonly problems: readonly string[] };

/** Entries of one baseline: a cluster's first inventory has tens of thousands. */
const maxEntries = 100_000;

/** A text of the report with everything but printable ASCII spelled out takes six characters for one. */
const anyText = { type: 'text', doc: 'As the report shows it.', maxLength: 6 * maxMessageBytes } as const;
const places = { type: 'list', doc: 'Names, exact or with one trailing "*".', of: placePattern, min: 1, max: 1000 } as const;

const entryShape: ObjectShape = {
  type: 'object',
  doc: 'A finding that is forgiven.',
  keys: {
    rule: anyText,
    file: anyText,
    object: anyText,
    path: anyText,
    container: anyText,
    image: anyText,
    clusters: places,
    namespaces: places,
    owner: { type: 'text', doc: 'Who answers for it.', maxLength: 256 },
    until: untilText,
    reason: reasonText,
  },
  required: ['rule', 'file', 'owner', 'until', 'reason'],
};

const baselineShape: ObjectShape = {
  type: 'object',
  doc: 'Findings that are known and forgiven until a date.',
  keys: {
    version: { type: 'choice', doc: 'The version of this format.', values: [1] },
    findings: { type: 'list', doc: 'The findings.', of: entryShape, max: maxEntries },
  },
  required: ['version', 'findings'],
};

/** The entries of a baseline file, or every problem of its text. Never throws. */
export async function loadBaseline(name: string, text: string): Promise<LoadedBaseline> {
  const read = await readShaped({ name, text }, baselineShape);
  return 'problems' in read ? read : { entries: (read.value as { findings: BaselineEntry[] }).findings };
}

/** Whether the entry is over. Its date was checked when it was read. */
export function isExpired({ until }: BaselineEntry, nowMs: number): boolean {
  return nowMs >= (instantOf(until, 'until') ?? 0);
}
