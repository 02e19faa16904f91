/** The report for people: findings grouped by file, the fixes that would help most, then what it comes to. */
import { commonFixes } from './fixes.ts';
import { counted, fixLines, plain } from './plain.ts';
import type { Report, ReportFinding } from './report.ts';
import { wrap } from './wrap.ts';

export type Paint = (style: 'red' | 'green' | 'yellow' | 'bold' | 'dim', text: string) => string;

const words = { deny: ['red', 'denied'], warn: ['yellow', 'warned'], info: ['dim', 'noted'] } as const;
const indent = 8;

/** Lines without line ends, wrapped at `width` columns; null for pipes: one line each. */
export function textReport(report: Report, paint: Paint, width: number | null = null): string[] {
  const files = Map.groupBy(report.findings, ({ file }) => file);
  const lines = [...files].flatMap(([file, group]) => [
    paint('bold', plain(file)),
    ...group.flatMap((finding) => linesOf(finding, paint, width)),
    '',
  ]);
  return [...lines, ...commonFixLines(report, paint, width), summaryLine(report, paint)];
}

function linesOf({ line, column, severity, message, fix, note }: ReportFinding, paint: Paint, width: number | null): string[] {
  const [style, word] = words[severity];
  const place = `  ${line}:${column}  `;
  const [first = '', ...rest] = wrap(plain(message), width, place.length + word.length + 2, indent);
  const [todo, ...form] = fixLines(fix);
  const margin = ' '.repeat(indent);
  const extra = (text: string): string[] =>
    wrap(plain(text), width, indent, indent + 'fix: '.length).map((one, i) => (i === 0 ? margin : '') + paint('dim', one));
  return [
    `${place}${paint(style, word)}  ${first}`,
    ...rest,
    ...extra(`fix: ${todo}`),
    ...form.map((one) => margin + paint('dim', `     ${one}`)),
    ...(note === undefined ? [] : extra(`note: ${note}`)),
  ];
}

/** One finding has its fix beside it already. */
function commonFixLines({ findings }: Report, paint: Paint, width: number | null): string[] {
  const fixes = findings.length < 2 ? [] : commonFixes(findings);
  if (fixes.length === 0) return [];
  const digits = String(fixes[0]?.count).length;
  const lines = fixes.flatMap(({ fix, count }) => {
    const [first = '', ...rest] = wrap(fixLines(fix)[0], width, digits + 5, digits + 5);
    return [`  ${String(count).padStart(digits)} x ${first}`, ...rest];
  });
  return [paint('bold', 'most common fixes'), ...lines, ''];
}

function summaryLine({ summary, policy, findings }: Report, paint: Paint): string {
  const { denied, warned, passed } = summary;
  const forgiven = findings.filter(({ note }) => note !== undefined).length;
  const counts = [
    denied > 0 ? paint('red', `${denied} denied`) : '0 denied',
    warned > 0 ? paint('yellow', `${warned} warned`) : '0 warned',
    `${passed} passed`,
    ...(forgiven === 0 ? [] : [`${counted(forgiven, 'finding')} forgiven`]),
  ];
  return `${counts.join(', ')} (policy ${plain(policy.hash.slice(0, 12))}, ${plain(policy.source)})`;
}
