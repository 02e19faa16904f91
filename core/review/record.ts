/**
 * The record of a decision: one line of JSON, written before its answer. What decided comes first, so that a line that
 * somebody cuts still tells it; hostile text is escaped.
 */
import { maxRecordedImages, maxRecordedLength } from '../limits.ts';
import type { Verdict } from '../policy/finding.ts';
import { shortHash } from '../policy/policy.ts';
import type { PolicyState } from '../ports.ts';
import { escapeText } from '../text.ts';
import type { Outcome, Review } from './review.ts';

/** Version of the record's fields. A field may be added without a new one. */
const schema = 1;

/** `verdict` is null when nobody could judge. */
export function recordOf(review: Review, outcome: Outcome, verdict: Verdict | null, state: PolicyState, nowMs: number): string {
  const findings = verdict?.findings ?? [];
  const images = verdict?.images ?? [];
  const first = review.workloads[0];
  const record = {
    timestamp: new Date(nowMs).toISOString(),
    level: outcome.allowed ? (findings.length === 0 ? 'INFO' : 'WARN') : outcome.code === 503 ? 'ERROR' : 'WARN',
    message: outcome.allowed ? 'allowed' : 'denied',
    type: 'decision',
    schema,
    allowed: outcome.allowed,
    verdict: outcome.verdictId,
    ...outcome.annotations,
    code: outcome.allowed ? 200 : outcome.code,
    policy: state.policy === null ? null : shortHash(state.policy),
    stale: state.stale,
    kind: review.kind,
    cluster: review.place.cluster,
    namespace: cut(review.place.namespace),
    object: first === undefined ? null : review.speaker(first).subject,
    operation: cut(review.operation),
    subResource: cut(review.subResource),
    dryRun: review.dryRun,
    user: cut(review.asker.user?.name ?? null),
    uid: review.uid,
    problem: state.problem,
    findings: findings
      .slice(0, maxRecordedImages)
      .map(({ rule, severity, path, container, detail, entry }) => ({ rule, severity, path, container: cut(container), detail, entry })),
    images: images.slice(0, maxRecordedImages).map(({ use }) => cut(use.image)),
    imageCount: images.length,
  };
  return escapeText(JSON.stringify(record), Number.POSITIVE_INFINITY);
}

/** What a requester wrote: as long as no honest text is, and 64 times the same must not make a line that the log refuses. */
function cut(text: string | null): string | null {
  return text === null ? null : text.slice(0, maxRecordedLength);
}
