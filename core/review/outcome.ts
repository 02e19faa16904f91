/** From a verdict to what is answered: lines, warnings, annotations. */
import { maxAnnotationLength, maxWarningLength, maxWarningsLength } from '../limits.ts';
import { exceptionName } from '../policy/exceptions.ts';
import type { Finding, Verdict } from '../policy/finding.ts';
import type { Severity } from '../policy/mode.ts';
import { shortHash } from '../policy/policy.ts';
import { groupByImage, joinLines, lineOf } from '../policy/words.ts';
import type { PolicyState } from '../ports.ts';
import { escapeText } from '../text.ts';
import type { Outcome, Review } from './review.ts';

/** The policy judged. */
export function outcomeOf(review: Review, verdict: Verdict, state: PolicyState, verdictId: string): Outcome {
  const groups = groupByImage(verdict.findings);
  const line = (group: readonly Finding[]): string => lineOf(group, review.speaker((group[0] as Finding).workload));
  const denied = verdict.allowed ? [] : groups.filter(has('deny'));
  return {
    verdictId,
    allowed: verdict.allowed,
    code: couldNotCheck(verdict) ? 503 : 403,
    message: joinLines(denied, (group) => `${line(group)} (verdict ${verdictId})`),
    warnings: [
      ...(verdict.breakGlass === null
        ? []
        : [`break-glass: ${groups.length} ${groups.length === 1 ? 'finding' : 'findings'} lifted by ${verdict.breakGlass}`]),
      ...cutWarnings(
        groups.filter((group) => !has('deny')(group) && has('warn')(group)),
        line,
      ),
    ],
    annotations: annotationsOf(verdict, state, verdictId),
  };
}

/** Nothing but what could not be checked denies: somebody must hear of that, as of every other review that nobody could decide. */
function couldNotCheck({ findings }: Verdict): boolean {
  const denials = findings.filter(({ severity }) => severity === 'deny');
  return denials.length > 0 && denials.every(({ rule }) => rule === 'unverifiable');
}

/** Nobody could judge: denied, whatever the mode. `detail` is one clause without secrets. */
export function undecided(review: Review, detail: string, verdictId: string): Outcome {
  const { subject } = review.speaker(
    review.workloads[0] ?? { kind: null, apiVersion: null, name: null, namespace: null, path: '', podSpec: null, images: [], defects: [] },
  );
  return {
    verdictId,
    allowed: false,
    code: 503,
    message: `${subject} is denied by policy-unavailable: ${detail} (verdict ${verdictId})`,
    warnings: [],
    annotations: { rule: 'policy-unavailable', verdict: verdictId },
  };
}

function has(severity: Severity): (group: readonly Finding[]) => boolean {
  return (group) => group.some((finding) => finding.severity === severity);
}

/** The API server drops what passes its limits, so the last warning tells how many more there were. */
function cutWarnings<T>(items: readonly T[], lineOf: (item: T) => string): string[] {
  const warnings: string[] = [];
  let room = maxWarningsLength - maxWarningLength;
  for (const [index, item] of items.entries()) {
    const line = lineOf(item);
    const warning = line.length > maxWarningLength ? `${line.slice(0, maxWarningLength - 3)}...` : line;
    if (warning.length > room) return [...warnings, `and ${items.length - index} more`];
    warnings.push(warning);
    room -= warning.length;
  }
  return warnings;
}

/** Of the first denied image, else of the first finding. */
function annotationsOf(
  { findings, exempt, breakGlass }: Verdict,
  { policy, stale }: PolicyState,
  verdictId: string,
): Record<string, string> {
  const first = findings.find(({ severity }) => severity === 'deny') ?? findings[0];
  const annotations: Record<string, string> = {};
  if (first !== undefined) annotations['rule'] = first.rule;
  if (first?.entry != null) annotations['entry'] = first.entry.slice(0, maxAnnotationLength);
  if (exempt !== null) annotations['exempt'] = exempt.slice(0, maxAnnotationLength);
  const exception = findings.find((finding) => finding.exception !== null)?.exception ?? null;
  if (exception !== null) annotations['exception'] = escapeText(exceptionName(exception)).slice(0, maxAnnotationLength);
  const failOpen = findings.find((finding) => finding.failOpen === true);
  if (failOpen !== undefined) annotations['fail-open'] = `${failOpen.rule}: ${failOpen.image ?? ''}`.slice(0, maxAnnotationLength);
  if (breakGlass !== null) annotations['break-glass'] = breakGlass.slice(0, maxAnnotationLength);
  if (policy !== null) annotations['policy'] = stale ? `${shortHash(policy)} (stale)` : shortHash(policy);
  annotations['verdict'] = verdictId;
  return annotations;
}
