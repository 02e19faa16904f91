/**
 * The record of a decision: one line of JSON, written before its answer (docs/records.md). What decided comes first, so that a
 * line that somebody cuts still tells it; hostile text is escaped and cut, and a token is never part of it.
 */
import { maxRecordedImages, maxRecordedLength, maxRecordLength } from '../limits.ts';
import type { Finding, JudgedImage, Verdict } from '../policy/finding.ts';
import { type Policy, shortHash } from '../policy/policy.ts';
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
  const { place, operation, subResource, dryRun, asker, uid } = review;
  const { findings = none, images = none } = verdict ?? {};
  let said = '';
  for (const name of annotated) if (annotations[name] !== undefined) said += `,"${name}":${jsonText(annotations[name])}`;
  const level = levelOf(outcome, findings.length);
  const opening = level === 'INFO' ? allowedOpening : openingOf(level, allowed);
  return (
    `{"timestamp":"${timestampOf(nowMs)}"${opening}${jsonText(verdictId)}${said},"code":${allowed ? 200 : code}${standingOf(review, state)}` +
    `,"namespace":${textOf(place.namespace)},"object":${jsonText(objectOf(review))},"operation":${textOf(operation)},` +
    `"subResource":${textOf(subResource)},"dryRun":${dryRun},"user":${textOf(asker.user?.name ?? null)},"uid":${jsonText(uid)},` +
    `"problem":${jsonText(state.problem)},"findings":${findingsOf(findings, amount)},` +
    `"images":${imagesOf(images, amount)},"imageCount":${images.length}}`
  );
}

function openingOf(level: Level, allowed: boolean): string {
  const message = allowed ? 'allowed' : 'denied';
  return `,"level":"${level}","message":"${message}","type":"decision","schema":${schema},"allowed":${allowed},"verdict":`;
}

const allowedOpening = openingOf('INFO', true);

/** What consecutive records have in common, kept from the last one: each piece of a line costs, whatever its length. */
interface Standing {
  readonly policy: Policy | null;
  readonly stale: boolean;
  readonly kind: Review['kind'];
  readonly cluster: string | null;
  readonly text: string;
}

let last: Standing | null = null;

function standingOf({ kind, place: { cluster } }: Review, { policy, stale }: PolicyState): string {
  if (last === null || last.policy !== policy || last.stale !== stale || last.kind !== kind || last.cluster !== cluster) {
    const hash = jsonText(policy === null ? null : shortHash(policy));
    const text = `,"policy":${hash},"stale":${stale},"kind":"${kind}","cluster":${jsonText(cluster)}`;
    last = { policy, stale, kind, cluster, text };
  }
  return last.text;
}

/** The answer's annotations that a record repeats. */
const annotated = ['rule', 'entry', 'exempt', 'exception', 'break-glass', 'fail-open'] as const;
const none: readonly never[] = [];

type Level = 'INFO' | 'WARN' | 'ERROR';

function levelOf({ allowed, code }: Outcome, findings: number): Level {
  if (!allowed && code === 503) return 'ERROR';
  return allowed && findings === 0 ? 'INFO' : 'WARN';
}

function objectOf({ workloads, speaker }: Review): string | null {
  const [first] = workloads;
  return first === undefined ? null : speaker(first).subject;
}

function findingsOf(findings: readonly Finding[], amount: number): string {
  if (findings.length === 0) return '[],"findingCount":0';
  const told = escapeText(JSON.stringify(findings.slice(0, amount).map(findingOf)), Number.POSITIVE_INFINITY);
  return `${told},"findingCount":${findings.length}`;
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
