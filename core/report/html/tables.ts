/** The page's tables: every image with its deciding entry, and findings of workloads themselves. */
import type { Severity } from '../../policy/mode.ts';
import { objectName } from '../plain.ts';
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

/** One row a finding that names no image. */
export function otherRows(others: readonly ReportFinding[]): string {
  const sorted = [...others].sort((a, b) => rankOf(a.severity) - rankOf(b.severity));
  return sorted
    .map((finding) => {
      const { severity, object, file, line } = finding;
      const cells: [string, string][] = [
        ['Verdict', badge(severity)],
        ['Object', markup(objectName(object))],
        ['Finding', findingItem(finding)],
        ['Place', placeCell(file, line)],
      ];
      return `<tr>${cells.map(([label, cell]) => `<td data-label="${label}">${cell}</td>`).join('')}</tr>`;
    })
    .join('\n');
}

function imageCell({ image: { image, canonical, container } }: ReportUse): string {
  const long = canonical === null || canonical === image ? '' : `<small>${markup(canonical)}</small>`;
  const named = container === null ? '' : `<small>container ${markup(container)}</small>`;
  return `<code>${markup(image)}</code>${long}${named}`;
}

function findingItem({ rule, message, fix, note }: ReportFinding): string {
  const forgiven = note === undefined ? '' : `<small>forgiven: ${markup(note)}</small>`;
  return `<div class="finding"><b>${markup(rule)}</b> ${markup(reasonOf(rule, message))}<small>${markup(fix)}</small>${forgiven}</div>`;
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
