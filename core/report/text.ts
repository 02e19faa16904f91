/** The report for people: findings grouped by file, then what it comes to. */
import { maxPathLength } from '../limits.ts';
import { escapeText } from '../text.ts';
import type { Report, ReportFinding } from './report.ts';

type Paint = (style: 'red' | 'green' | 'yellow' | 'bold' | 'dim', text: string) => string;

const words = { deny: ['red', 'denied'], warn: ['yellow', 'warned'], info: ['dim', 'noted'] } as const;

/** Lines without line ends. */
export function textReport({ findings, summary, policy }: Report, paint: Paint): string[] {
  const files = Map.groupBy(findings, ({ file }) => file);
  const lines = [...files].flatMap(([file, group]) => [
    paint('bold', escapeText(file, maxPathLength)),
    ...group.flatMap((finding) => linesOf(finding, paint)),
    '',
  ]);
  const { denied, warned, passed } = summary;
  const counts = [
    denied > 0 ? paint('red', `${denied} denied`) : '0 denied',
    warned > 0 ? paint('yellow', `${warned} warned`) : '0 warned',
    `${passed} passed`,
  ];
  return [...lines, `${counts.join(', ')} (policy ${policy.hash.slice(0, 12)}, ${escapeText(policy.source)})`];
}

function linesOf({ line, column, severity, message, fix }: ReportFinding, paint: Paint): string[] {
  const [style, word] = words[severity];
  return [`  ${line}:${column}  ${paint(style, word)}  ${message}`, `        ${paint('dim', `fix: ${fix}`)}`];
}
