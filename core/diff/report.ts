/** A difference in words: text for a prompt, Markdown for a pull request. Names and images are hostile. */
import { escapeText } from '../text.ts';
import type { Change, ChangeKind, PolicyDiff } from './diff.ts';

/** Changes that are named one by one; the counts are of all. */
const maxNamed = 200;

const titles: Readonly<Record<ChangeKind, string>> = {
  'newly-denied': 'would newly deny',
  'newly-allowed': 'would newly allow',
  'newly-warned': 'would newly warn of',
  'no-longer-warned': 'would no longer warn of',
  'less-evidence': 'would ask for less evidence of',
  'other-evidence': 'would ask for other evidence of',
};
const kinds = Object.keys(titles) as ChangeKind[];

export interface PlaceCount {
  readonly kind: ChangeKind;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly workloads: number;
}

/** Workloads by what changes, cluster and namespace. */
export function countsOf({ changes }: PolicyDiff): PlaceCount[] {
  const groups = Map.groupBy(changes, ({ kind, cluster, namespace }) => JSON.stringify([kind, cluster, namespace]));
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const { kind, cluster, namespace } = first;
    return [{ kind, cluster, namespace, workloads: rest.length + 1 }];
  });
}

/** `would newly deny 14 workloads in 3 clusters`, one sentence for each kind of change. */
export function summaryOf({ changes, samples }: PolicyDiff): string[] {
  const said = kinds.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const clusters = new Set(found.flatMap(({ cluster }) => (cluster === null ? [] : [cluster])));
    const where = clusters.size === 0 ? '' : ` in ${plural(clusters.size, 'cluster')}`;
    return [`${titles[kind]} ${plural(found.length, 'workload')}${where}`];
  });
  return said.length > 0 ? said : [`no verdict changes (${plural(samples, 'workload')} compared)`];
}

export function textDiff(diff: PolicyDiff): string[] {
  const lines = summaryOf(diff);
  for (const kind of kinds) {
    for (const change of diff.changes.filter((one) => one.kind === kind).slice(0, maxNamed)) {
      lines.push('', `${titles[kind]}: ${nameOf(change)}`, ...change.reasons.map((reason) => `  ${reason}`));
    }
  }
  if (diff.partial > 0) lines.push('', partialNote(diff));
  return lines;
}

export function markdownDiff(diff: PolicyDiff): string[] {
  const lines = ['### Policy change', '', ...summaryOf(diff).map((line) => `- **${line}**`), ''];
  const counts = countsOf(diff);
  if (counts.length > 0) lines.push('| change | cluster | namespace | workloads |', '|---|---|---|---|');
  for (const { kind, cluster, namespace, workloads } of counts.slice(0, maxNamed))
    lines.push(`| ${titles[kind]} | ${cell(cluster ?? '-')} | ${cell(namespace ?? '-')} | ${workloads} |`);
  if (diff.changes.length > 0) lines.push('', '<details><summary>Workloads</summary>', '');
  for (const change of diff.changes.slice(0, maxNamed))
    lines.push(`- ${titles[change.kind]} ${cell(nameOf(change))}: ${change.reasons.map(cell).join('; ')}`);
  if (diff.changes.length > 0) lines.push('', '</details>');
  if (diff.partial > 0) lines.push('', partialNote(diff));
  return lines;
}

function nameOf({ cluster, name, count }: Change): string {
  const times = count > 1 ? ` (${count} times)` : '';
  return `${cluster === null ? '' : `${escapeText(cluster)}: `}${escapeText(name)}${times}`;
}

/** Code, so that nothing in it is a table, a mention, a link or HTML. */
function cell(text: string): string {
  return `\`${escapeText(text).replace(/[`|]/g, (mark) => (mark === '|' ? '\\|' : "'"))}\``;
}

function partialNote({ partial }: PolicyDiff): string {
  return `${plural(partial, 'record')} named only some of their images: they were compared by those`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
