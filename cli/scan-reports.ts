/** `--scan FILE`: reports of Trivy and Grype, read before anything is judged. */
import { stat } from 'node:fs/promises';
import { type GivenReport, givenReport, type ReportScans, reportScans } from '../core/evidence/report-scans.ts';
import { problemLine } from './judged.ts';
import { readInput } from './read-input.ts';
import { UsageError } from './usage-error.ts';

/** Bytes of one report, which is parsed whole: with all of its packages that of a large image has 20 MB. */
const maxReportBytes = 64 * 1024 * 1024;

/** Throws a `UsageError` that says of each file what is wrong with it: without its report a verdict would be another. */
export async function readScanReports(files: readonly string[], maxBytes = maxReportBytes): Promise<ReportScans> {
  const reports: GivenReport[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const read = await readReportFile(file, maxBytes);
    if (typeof read === 'string') problems.push(problemLine(`--scan: ${read}`));
    else reports.push(read);
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return reportScans(reports);
}

/** The report, or what is wrong with the file. */
async function readReportFile(file: string, maxBytes: number): Promise<GivenReport | string> {
  // Whoever reads it says why it cannot be read.
  const bytes = (await stat(file).catch(() => null))?.size ?? 0;
  if (bytes > maxBytes) return `${file}: ${bytes} bytes, expected at most ${maxBytes}`;
  const problems: string[] = [];
  const text = await readInput({ path: file, named: true }, (problem) => problems.push(problem), { maxBytes, headBytes: maxBytes });
  if (text === null) return problems[0] ?? `${file}: more than ${maxBytes} bytes`;
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    return `${file}: it is no JSON, or was cut off: expected what \`trivy image --format json\` or \`grype -o json\` writes`;
  }
  return givenReport(file, value) ?? `${file}: it is JSON, but no report of Trivy (schema version 2) or Grype that can be read`;
}
