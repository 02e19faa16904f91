/**
 * Break-glass: an emergency that is declared on the workload, by somebody who may. It lifts every finding; everything about the
 * declaration is hostile.
 */
import { isObject, own, ownText } from '../workload/json.ts';
import type { Workload } from '../workload/visit.ts';
import type { Finding, Verdict } from './finding.ts';
import type { BreakGlass } from './policy.ts';
import type { WholeWorkloads } from './workload-findings.ts';

/** Who declares it. */
export interface Asker {
  /** Null: the protocol does not tell who asks, and the annotations are those of the request. */
  readonly user: { readonly name: string | null; readonly groups: readonly string[] } | null;
  /** Of an ImageReview. */
  readonly annotations: unknown;
}

/** Characters of value and ticket. */
const maxLength = 128;

/** What Kubernetes' own controllers are called (kube-controller-manager, with and without credentials of their own). */
const controllers: ReadonlySet<string> = new Set([
  'system:kube-controller-manager',
  ...['replicaset', 'replication', 'statefulset', 'daemon-set', 'job', 'cronjob', 'deployment'].map(
    (name) => `system:serviceaccount:kube-system:${name}-controller`,
  ),
]);
/** What they make of a reviewed template. */
const madeByControllers: ReadonlySet<string | null> = new Set(['Pod', 'ReplicaSet', 'Job']);

/** The verdict with every finding lifted, when an emergency is declared on each denied workload; else the verdict as it is. */
export function breakingGlass(glass: BreakGlass | null, verdict: Verdict, asker: Asker | null): Verdict {
  const opened = verdict.allowed || asker === null || glass === null ? null : brokenGlass(glass, asker, verdict);
  if (opened === null) return verdict;
  const lift = (findings: readonly Finding[]): Finding[] => findings.map((finding) => ({ ...finding, severity: 'info' }));
  const images = verdict.images.map((image) => ({ ...image, findings: lift(image.findings) }));
  return { ...verdict, allowed: true, findings: lift(verdict.findings), images, breakGlass: opened };
}

/**
 * What an UPDATE is judged on. Controllers carry a template's declaration on to Pods of all its images, so that whoever newly
 * declares an emergency answers for every image of it, also for those that did not change.
 */
export function workloadsOnTrial(
  glass: BreakGlass | null,
  changed: readonly Workload[],
  { now, old }: WholeWorkloads,
): readonly Workload[] {
  if (glass === null || !glass.controllers || old.length === 0) return changed;
  const declared = (workload: Workload | undefined): string | null =>
    workload === undefined ? null : declarationIn(own(workload.podSpec?.metadata, 'annotations'), glass);
  return changed.map((workload, i) => {
    const declaration = declared(now[i]);
    return declaration === null || declaration === declared(old[i]) ? workload : (now[i] ?? workload);
  });
}

/** The annotation, as `key=value`, that opens the glass for every denied workload; null when it stays closed. */
function brokenGlass(glass: BreakGlass, asker: Asker, verdict: Verdict): string | null {
  const denied = new Set(verdict.findings.filter(({ severity }) => severity === 'deny').map(({ workload }) => workload));
  let opened: string | null = null;
  for (const workload of denied) {
    const annotations = declaredBy(glass, asker, workload);
    const declaration = annotations === null ? null : declarationIn(annotations, glass);
    if (declaration === null) return null;
    opened ??= declaration;
  }
  return opened;
}

/** The annotations of somebody who may declare an emergency on this workload; null when nobody may. */
function declaredBy(glass: BreakGlass, { user, annotations }: Asker, workload: Workload): unknown {
  if (user === null) return glass.imageReview ? annotations : null;
  const byPerson = user.groups.some((group) => glass.groups.includes(group));
  const byController = glass.controllers && user.name !== null && controllers.has(user.name) && madeByControllers.has(workload.kind);
  return byPerson || byController ? own(workload.podSpec?.metadata, 'annotations') : null;
}

function declarationIn(annotations: unknown, { annotation, value }: BreakGlass): string | null {
  if (!isObject(annotations)) return null;
  const prefix = annotation.endsWith('*') ? annotation.slice(0, -1) : null;
  for (const key of prefix === null ? [annotation] : Object.keys(annotations)) {
    const text = ownText(annotations, key);
    if (text === null || !opens(text, value)) continue;
    if (prefix === null || (key.startsWith(prefix) && isPlain(key.slice(prefix.length)))) return `${key}=${text}`;
  }
  return null;
}

function opens(text: string, value: string): boolean {
  const said = value.endsWith('*') ? text.startsWith(value.slice(0, -1)) : text === value;
  return said && text !== 'false' && isPlain(text);
}

/** Printable ASCII, not empty, short. */
function isPlain(text: string): boolean {
  return text.length > 0 && text.length <= maxLength && /^[ -~]+$/.test(text);
}
