/**
 * The record of a decision: one line of JSON, written before its answer (docs/records.md). What decided comes first, so that a
 * line that somebody cuts still tells it; hostile text is escaped and cut, and a token is never part of it.
 */
import { maxRecordedImages, maxRecordedLength, maxRecordLength } from '../limits.ts';
import type { Finding, Verdict } from '../policy/finding.ts';
import { shortHash } from '../policy/policy.ts';
import type { PolicyState } from '../ports.ts';
import { escapeText } from '../text.ts';
import type { Outcome, Review } from './review.ts';
import { timestampOf } from './timestamp.ts';

/** Version of the record's fields. A field may be added without a new one. */
const schema = 1;

/** Images and findings that a line names, fewer where it grows too long. */
const amounts = [maxRecordedImages, 4, 0];

/** `verdict` is null when nobody could judge. Printable ASCII, at most `maxRecordLength` characters. */
export function recordOf(review: Review, outcome: Outcome, verdict: Verdict | null, state: PolicyState, nowMs: number): string {
  let line = '';
  for (const amount of amounts) {
    line = lineOf(review, outcome, verdict, state, nowMs, amount);
    if (line.length <= maxRecordLength) break;
  }
  return line;
}

function lineOf(review: Review, outcome: Outcome, verdict: Verdict | null, state: PolicyState, nowMs: number, amount: number): string {
  const { allowed, code, annotations } = outcome;
  const { findings = none, images = none } = verdict ?? {};
  // One literal, so that all records are of one shape. A key that is undefined is left out.
  const record = {
    timestamp: timestampOf(nowMs),
    level: levelOf(outcome, findings.length),
    message: allowed ? 'allowed' : 'denied',
    type: 'decision',
    schema,
    allowed,
    verdict: outcome.verdictId,
    rule: annotations['rule'],
    entry: annotations['entry'],
    exempt: annotations['exempt'],
    exception: annotations['exception'],
    'break-glass': annotations['break-glass'],
    'fail-open': annotations['fail-open'],
    code: allowed ? 200 : code,
    policy: state.policy === null ? null : shortHash(state.policy),
    stale: state.stale,
    kind: review.kind,
    cluster: review.place.cluster,
    namespace: cut(review.place.namespace),
    object: objectOf(review),
    operation: cut(review.operation),
    subResource: cut(review.subResource),
    dryRun: review.dryRun,
    user: cut(review.asker.user?.name ?? null),
    uid: review.uid,
    problem: state.problem,
    findings: findings.length === 0 ? none : findings.slice(0, amount).map(findingOf),
    findingCount: findings.length,
    images: images.length === 0 ? none : images.slice(0, amount).map(({ use }) => cut(use.image)),
    imageCount: images.length,
  };
  return escapeText(JSON.stringify(record), Number.POSITIVE_INFINITY);
}

const none: readonly never[] = [];

function levelOf({ allowed, code }: Outcome, findings: number): 'INFO' | 'WARN' | 'ERROR' {
  if (!allowed && code === 503) return 'ERROR';
  return allowed && findings === 0 ? 'INFO' : 'WARN';
}

function objectOf({ workloads, speaker }: Review): string | null {
  const [first] = workloads;
  return first === undefined ? null : speaker(first).subject;
}

function findingOf({ rule, severity, path, container, detail, entry }: Finding): object {
  return { rule, severity, path, container: cut(container), detail: cut(detail), entry };
}

/** What a requester wrote: as long as no honest text is, and 64 times the same must not make a line that the log refuses. */
function cut(text: string | null): string | null {
  return text === null || text.length <= maxRecordedLength ? text : text.slice(0, maxRecordedLength);
}
