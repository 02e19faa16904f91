/**
 * The record of a decision: one line of JSON, written before its answer (docs/records.md). What decided comes first, so that a
 * line that somebody cuts still tells it; hostile text is escaped and cut, and a token is never part of it.
 */
import { maxRecordedImages, maxRecordedLength, maxRecordLength } from '../limits.ts';
import type { Finding, JudgedImage, Verdict } from '../policy/finding.ts';
import { shortHash } from '../policy/policy.ts';
import type { PolicyState } from '../ports.ts';
import { escapeText, jsonText } from '../text.ts';
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

/** Put together by hand, which costs a third of JSON.stringify. The annotations that are not there are left out. */
function lineOf(review: Review, outcome: Outcome, verdict: Verdict | null, state: PolicyState, nowMs: number, amount: number): string {
  const { allowed, code, annotations, verdictId } = outcome;
  const { kind, place, operation, subResource, dryRun, asker, uid } = review;
  const { findings = none, images = none } = verdict ?? {};
  const policy = state.policy === null ? null : shortHash(state.policy);
  let said = '';
  for (const name of annotated) if (annotations[name] !== undefined) said += `,"${name}":${jsonText(annotations[name])}`;
  return (
    `{"timestamp":"${timestampOf(nowMs)}","level":"${levelOf(outcome, findings.length)}","message":"${allowed ? 'allowed' : 'denied'}",` +
    `"type":"decision","schema":${schema},"allowed":${allowed},"verdict":${jsonText(verdictId)}${said},"code":${allowed ? 200 : code},` +
    `"policy":${jsonText(policy)},"stale":${state.stale},"kind":"${kind}","cluster":${jsonText(place.cluster)},` +
    `"namespace":${textOf(place.namespace)},"object":${jsonText(objectOf(review))},"operation":${textOf(operation)},` +
    `"subResource":${textOf(subResource)},"dryRun":${dryRun},"user":${textOf(asker.user?.name ?? null)},"uid":${jsonText(uid)},` +
    `"problem":${jsonText(state.problem)},"findings":${findingsOf(findings, amount)},"findingCount":${findings.length},` +
    `"images":${imagesOf(images, amount)},"imageCount":${images.length}}`
  );
}

/** The answer's annotations that a record repeats. */
const annotated = ['rule', 'entry', 'exempt', 'exception', 'break-glass', 'fail-open'] as const;
const none: readonly never[] = [];

function levelOf({ allowed, code }: Outcome, findings: number): 'INFO' | 'WARN' | 'ERROR' {
  if (!allowed && code === 503) return 'ERROR';
  return allowed && findings === 0 ? 'INFO' : 'WARN';
}

function objectOf({ workloads, speaker }: Review): string | null {
  const [first] = workloads;
  return first === undefined ? null : speaker(first).subject;
}

function findingsOf(findings: readonly Finding[], amount: number): string {
  if (findings.length === 0) return '[]';
  return escapeText(JSON.stringify(findings.slice(0, amount).map(findingOf)), Number.POSITIVE_INFINITY);
}

function findingOf({ rule, severity, path, container, detail, entry }: Finding): object {
  return { rule, severity, path, container: cut(container), detail: cut(detail), entry };
}

function imagesOf(images: readonly JudgedImage[], amount: number): string {
  const count = Math.min(images.length, amount);
  let texts = '';
  for (let i = 0; i < count; i++) texts += `${i === 0 ? '' : ','}${textOf(images[i]?.use.image ?? null)}`;
  return `[${texts}]`;
}

function textOf(text: string | null): string {
  return jsonText(cut(text));
}

/** What a requester wrote: as long as no honest text is, and 64 times the same must not make a line that the log refuses. */
function cut(text: string | null): string | null {
  return text === null || text.length <= maxRecordedLength ? text : text.slice(0, maxRecordedLength);
}
