/**
 * The words of a finding: one line, the same in kubectl, in CI and in the log. What people wrote is escaped and cut; what
 * comes out is printable ASCII.
 *
 *     Pod default/web: container "app" (spec.containers[0].image): docker.io/library/nginx:latest is denied by RULE: DETAIL
 */
import { formatReference } from '../image/reference.ts';
import { maxMessageBytes } from '../limits.ts';
import { escapeText, quote } from '../text.ts';
import type { ImageUse, Workload } from '../workload/visit.ts';
import { exceptionName } from './exceptions.ts';
import type { Finding } from './finding.ts';
import type { Place } from './where.ts';

/** How a line begins. */
export interface Speaker {
  /** `Pod default/web`, `ImageReview mynamespace`. */
  readonly subject: string;
  /** Whether containers have names to be told by. ImageReview's have none. */
  readonly names: boolean;
}

/** A name as Kubernetes makes them stays as it is, anything else is quoted. */
export function plainName(name: string): string {
  return /^[A-Za-z0-9][\w.:*-]{0,252}$/.test(name) ? name : quote(name);
}

/** `Pod default/web`; without a namespace `Pod web`. */
export function workloadName({ kind, name }: Workload, { namespace }: Place): string {
  const place = namespace === null ? '' : `${plainName(namespace)}/`;
  const said = plainName(kind ?? 'object');
  if (name !== null) return `${said} ${place}${plainName(name)}`;
  return namespace === null ? said : `${said} in ${plainName(namespace)}`;
}

/** The findings of one image, or one finding without an image, as one line. */
export function lineOf(findings: readonly Finding[], { subject, names }: Speaker): string {
  const [first] = findings;
  if (first === undefined) return subject;
  const { path, list } = first;
  const where = names && list !== null ? placeOf({ ...first, list }) : path === '' ? 'the object' : path;
  const verdict = clauseOf(findings);
  return `${subject}: ${where}${first.image === null ? '' : ':'} ${verdict}`;
}

/** `container "app" (spec.containers[0].image)` */
export function placeOf({ path, list, container }: Pick<ImageUse, 'path' | 'list' | 'container'>): string {
  const item = list === 'volumes' ? 'volume' : 'container';
  return `${container === null ? item : `${item} ${quote(container)}`} (${path})`;
}

/** `docker.io/library/nginx:latest is denied by RULE: DETAIL` */
export function clauseOf(findings: readonly Finding[]): string {
  const [first] = findings;
  const worst = findings.some(({ severity }) => severity === 'deny')
    ? 'deny'
    : findings.some(({ severity }) => severity === 'warn')
      ? 'warn'
      : 'info';
  const said = findings.filter(({ severity }) => severity === worst);
  const image = first?.reference == null ? (first?.image == null ? '' : `${quote(first.image)} `) : `${formatReference(first.reference)} `;
  return `${image}${verbOf(said)} ${said.map(reasonOf).join(', and by ')}`;
}

function reasonOf({ rule, detail, exception }: Finding): string {
  return `${rule}: ${detail}${exception === null ? '' : `; forgiven by the exception from ${escapeText(exceptionName(exception))}`}`;
}

function verbOf(findings: readonly Finding[]): string {
  if (findings.some(({ severity }) => severity === 'deny')) return 'is denied by';
  return findings.length > 0 && findings.every(({ onlyWarns }) => onlyWarns) ? 'is flagged by' : 'would be denied by';
}

/**
 * The lines of `items`, whole ones up to `maxMessageBytes`, then how many more there are. Only lines that are shown are made:
 * a body of 4.5 MiB can hold a million bad images.
 */
export function joinLines<T>(items: readonly T[], lineOf: (item: T) => string): string {
  const lines: string[] = [];
  let length = 0;
  for (const item of items) {
    if (length > maxMessageBytes) break;
    const line = lineOf(item);
    lines.push(line);
    length += line.length + 1;
  }
  return length - 1 <= maxMessageBytes ? lines.join('\n') : cutLines(lines, items.length);
}

function cutLines(lines: readonly string[], count: number): string {
  const kept: string[] = [];
  let room = maxMessageBytes - 'and 1000000 more'.length;
  for (const line of lines) {
    if (line.length + 1 > room) break;
    kept.push(line);
    room -= line.length + 1;
  }
  if (kept.length === 0) kept.push(`${lines[0]?.slice(0, room - 4)}...`);
  return kept.length === count ? kept.join('\n') : [...kept, `and ${count - kept.length} more`].join('\n');
}

/** Findings of one image together, in their order; a workload's own by their place, warnings apart from what denies. */
export function groupByImage(findings: readonly Finding[]): Finding[][] {
  const groups: Finding[][] = [];
  let last: Finding | undefined;
  for (const finding of findings) {
    if (last !== undefined && isOfOneLine(last, finding)) groups.at(-1)?.push(finding);
    else groups.push([finding]);
    last = finding;
  }
  return groups;
}

function isOfOneLine(a: Finding, b: Finding): boolean {
  return a.workload === b.workload && a.path === b.path && (a.image === null) === (b.image === null) && a.onlyWarns === b.onlyWarns;
}
