/**
 * Markdown for a pull request comment: what it comes to, a table, every message in a fold, below GitHub's limit of a comment.
 *
 * Whatever is not ours stands in a code span, where neither Markdown nor HTML nor a mention or link is recognised. A span cannot
 * hold a backtick, nor a table's cell a bar: both are spelled out.
 */
import { maxCommentLength, maxQuotedLength } from '../limits.ts';
import { commonFixes } from './fixes.ts';
import { counted, fixLines, objectName, plain } from './plain.ts';
import type { Report, ReportFinding } from './report.ts';
import type { RuleInfo } from './rule-info.ts';
import { rankOf } from './uses.ts';

const icons = { deny: ':no_entry: denied', warn: ':warning: warned', info: ':information_source: noted' } as const;
/** By this a workflow finds its comment again, to update it instead of adding another. */
const marker = '<!-- image-warden-report -->';
/** Of the limit, what the table may take; the fold takes what is left. */
const tableShare = 0.5;

/** The comment, without a line end behind it. */
export function markdownReport(report: Report, rules: readonly RuleInfo[] = []): string {
  const links = new Map(rules.map(({ id, reference }) => [id, reference]));
  const findings = [...report.findings].sort((a, b) => rankOf(a.severity) - rankOf(b.severity));
  const head = headOf(report);
  const foot = footOf(report);
  let room = maxCommentLength - head.length - foot.length - 400;
  const table = fitting(
    findings.map((finding) => rowOf(finding, links)),
    room * tableShare,
  );
  room -= table.length;
  const messages = fitting(findings.map(messageOf), room);
  const parts = findings.length === 0 ? [] : [`| | Image | Where | Rule | Fix |\n|---|---|---|---|---|\n${table.text}`, table.more];
  const fold = findings.length === 0 ? [] : ['<details><summary>Messages</summary>', messages.text, messages.more, '</details>'];
  return [head, ...parts, ...fold, foot].filter((part) => part !== '').join('\n\n');
}

function headOf({ summary, allowed, images, findings }: Report): string {
  const { denied, warned, passed } = summary;
  const counts = `${denied} denied, ${warned} warned, ${passed} passed`;
  const all = `${images.length === 1 ? 'The image is' : `All ${images.length} images are`} allowed.`;
  const verdict = findings.length === 0 && allowed && images.length > 0 ? `\n\n${all}` : '';
  return `${marker}\n### Image Warden: ${allowed ? 'allowed' : 'denied'} (${counts})${verdict}`;
}

function footOf({ findings, policy }: Report): string {
  const fixes =
    findings.length < 2
      ? []
      : commonFixes(findings).map(({ fix, count }) => `- ${count} x ${code(fixLines(fix)[0].slice(0, maxQuotedLength))}`);
  const common = fixes.length === 0 ? '' : `Most common fixes:\n\n${fixes.join('\n')}\n\n`;
  return `${common}<sub>Policy ${code(policy.hash.slice(0, 12))} of ${code(policy.source.slice(0, maxQuotedLength))}</sub>`;
}

function rowOf({ severity, image, file, line, object, rule, fix }: ReportFinding, links: ReadonlyMap<string, string>): string {
  const where = `${code(`${file}:${line}`)}<br>${code(objectName(object))}`;
  const link = links.get(rule);
  const named = link === undefined ? code(rule) : `[${code(rule)}](${link})`;
  return `| ${icons[severity]} | ${image === null ? '' : code(image)} | ${where} | ${named} | ${code(fixLines(fix)[0])} |`;
}

function messageOf({ severity, file, line, column, message, fix, note }: ReportFinding): string {
  const form = fixLines(fix)
    .slice(1)
    .map((one) => `<br>${code(one)}`)
    .join('');
  const forgiven = note === undefined ? '' : `<br>forgiven: ${code(note)}`;
  return `- ${icons[severity]} ${code(`${file}:${line}:${column}`)}<br>${code(message)}${form}${forgiven}`;
}

/** A code span that is one whatever the text. */
function code(text: string): string {
  const safe = plain(text).replaceAll('`', '\\u0060').replaceAll('|', '\\u007c').trim();
  return safe === '' ? '-' : `\`${safe}\``;
}

/** As many lines as the room has, and how many there are besides. */
function fitting(lines: readonly string[], room: number): { text: string; more: string; length: number } {
  let length = 0;
  let kept = 0;
  for (const line of lines) {
    if (length + line.length + 1 > room) break;
    length += line.length + 1;
    kept++;
  }
  const left = lines.length - kept;
  return { text: lines.slice(0, kept).join('\n'), more: left === 0 ? '' : `... and ${counted(left, 'finding')} more.`, length };
}
