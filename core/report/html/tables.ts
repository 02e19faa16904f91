/** The page's tables: every image with its deciding entry, and findings of workloads themselves. */
import type { Severity } from '../../policy/mode.ts';
import { counted, fixLines, objectName } from '../plain.ts';
import type { ReportFinding } from '../report.ts';
import { namespaceOf, registryOf } from '../tally.ts';
import { type ReportUse, rankOf } from '../uses.ts';
import { markup } from '../xml.ts';

const words = { deny: 'denied', warn: 'warned', info: 'noted' } as const;
/** Columns of the table of images: title, and what a row's cell is called on a phone. */
export const imageColumns = ['Verdict', 'Image', 'Namespace', 'Object', 'Decided by', 'Findings', 'Place'] as const;

/** One row an image. The worst come first, so that the page reads well without its script. */
export function imageRows(uses: readonly ReportUse[]): string {
  return [...uses]
    .sort((a, b) => rankOf(a.worst) - rankOf(b.worst))
    .map(imageRow)
    .join('\n');
}

function imageRow(use: ReportUse): string {
  const { image, findings, worst } = use;
  const { file, line = findings[0]?.line, entry } = image;
  const object = image.object ?? findings[0]?.object;
  const namespace = markup(namespaceOf(use));
  const rules = [...new Set(findings.map(({ rule }) => rule))].map(markup).join('&#10;');
  const facets = `data-verdict="${verdictOf(worst)}" data-namespace="${namespace}" data-registry="${markup(registryOf(use))}" data-rule="${rules}"`;
  const cells = [
    badge(worst),
    imageCell(use),
    namespace,
    object === undefined ? '' : markup(objectName({ ...object, namespace: null })),
    entry === null ? '<i>no entry</i>' : `<code>${markup(entry)}</code>`,
    findings.map(findingItem).join(''),
    placeCell(file, line),
  ];
  return `<tr ${facets}>${cells.map((cell, i) => `<td data-label="${imageColumns[i]}">${cell}</td>`).join('')}</tr>`;
}

/** Findings of one rule that the page lists: a cluster without any rule kept yet has tens of thousands. */
const maxListed = 200;
/** Findings up to which every list is open from the start. */
const maxOpen = 50;

/** Findings that name no image: a list for each rule, the rule with the worst ones first. */
export function otherLists(others: readonly ReportFinding[]): string {
  const sorted = [...others].sort((a, b) => rankOf(a.severity) - rankOf(b.severity));
  const open = others.length <= maxOpen ? ' open' : '';
  return [...Map.groupBy(sorted, ({ rule }) => rule)].map(([rule, group]) => otherList(rule, group, open)).join('\n');
}

function otherList(rule: string, findings: readonly ReportFinding[], open: string): string {
  const left = findings.length - maxListed;
  const more = left > 0 ? `<p class="none">... and ${left} more: the JSON report has them all.</p>` : '';
  const head = `<summary>${badge(findings[0]?.severity ?? null)} <b>${markup(rule)}</b> <span class="none">${counted(findings.length, 'finding')}</span></summary>`;
  const heads = ['Verdict', 'Object', 'Finding', 'Place'].map((title) => `<th scope="col">${title}</th>`).join('');
  const rows = findings.slice(0, maxListed).map(otherRow).join('\n');
  return `<details data-rule="${markup(rule)}"${open}>${head}<table class="plain"><thead><tr>${heads}</tr></thead><tbody>\n${rows}\n</tbody></table>${more}</details>`;
}

function otherRow(finding: ReportFinding): string {
  const { severity, object, file, line } = finding;
  const cells: [string, string][] = [
    ['Verdict', badge(severity)],
    ['Object', markup(objectName(object))],
    ['Finding', findingItem(finding)],
    ['Place', placeCell(file, line)],
  ];
  return `<tr>${cells.map(([label, cell]) => `<td data-label="${label}">${cell}</td>`).join('')}</tr>`;
}

function imageCell({ image: { image, canonical, container } }: ReportUse): string {
  const long = canonical === null || canonical === image ? '' : `<small>${markup(canonical)}</small>`;
  const named = container === null ? '' : `<small>container ${markup(container)}</small>`;
  return `<code>${markup(image)}</code>${long}${named}`;
}

function findingItem({ rule, message, fix, note }: ReportFinding): string {
  const [todo, ...form] = fixLines(fix);
  const copied = form.length === 0 ? '' : `<pre>${form.map(markup).join('\n')}</pre>`;
  const forgiven = note === undefined ? '' : `<small>forgiven: ${markup(note)}</small>`;
  return `<div class="finding"><b>${markup(rule)}</b> ${markup(reasonOf(rule, message))}<small>${markup(todo)}</small>${copied}${forgiven}</div>`;
}

/** What the row does not say already: the clause behind the rule's name. */
function reasonOf(rule: string, message: string): string {
  const start = message.indexOf(` ${rule}: `);
  return start < 0 ? message : message.slice(start + rule.length + 3);
}

function placeCell(file: string, line: number | undefined): string {
  return `<span class="place">${markup(file)}${line === undefined ? '' : `:${line}`}</span>`;
}

function badge(severity: Severity | null): string {
  const style = severity ?? 'pass';
  return `<span class="badge ${style}" data-rank="${rankOf(severity)}">${severity === null ? 'passed' : words[severity]}</span>`;
}

/** What was merely recorded counts as passed, as in the summary. */
function verdictOf(severity: Severity | null): string {
  return severity === 'deny' ? 'denied' : severity === 'warn' ? 'warned' : 'passed';
}
