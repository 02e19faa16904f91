/**
 * Workflow commands, which GitHub shows as annotations of a pull request's lines: one line a finding, the worst first, because
 * only the first ten of a kind are shown. https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
import { counted, fixLines, plain } from './plain.ts';
import type { Report, ReportFinding } from './report.ts';
import { rankOf } from './uses.ts';

const commands = { deny: 'error', warn: 'warning', info: 'notice' } as const;

/** Lines without line ends. */
export function githubReport({ findings, summary, policy }: Report): string[] {
  const sorted = [...findings].sort((a, b) => rankOf(a.severity) - rankOf(b.severity));
  const counts = `${summary.denied} denied, ${summary.warned} warned, ${summary.passed} passed`;
  const total = `${counts} (${counted(findings.length, 'finding')}, policy ${policy.hash.slice(0, 12)}, ${policy.source})`;
  return [...sorted.map(lineOf), `::notice title=Image Warden::${data(total)}`];
}

function lineOf({ severity, file, line, column, rule, message, fix }: ReportFinding): string {
  const place = `file=${encoded(isReadable(file) ? file : plain(file))},line=${line},col=${column},title=${property(rule)}`;
  return `::${commands[severity]} ${place}::${data(`${message}. Fix: `)}${fixLines(fix).map(data).join('%0A')}`;
}

/** Line ends would begin another command; the runner decodes what is encoded here. */
function data(text: string): string {
  return plain(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return encoded(plain(text));
}

function encoded(text: string): string {
  return text.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The annotation finds its file by the very name: only what is not letters, digits and ASCII is spelled out. */
function isReadable(file: string): boolean {
  return /^[\p{L}\p{M}\p{N} -~]*$/u.test(file);
}
