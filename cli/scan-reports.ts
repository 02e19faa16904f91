/** `--scan FILE`: reports of Trivy and Grype, read before anything is judged. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { describeFileError } from '../adapters/files.ts';
import { type GivenReport, givenReport, type ReportScans, reportScans } from '../core/evidence/report-scans.ts';
import { problemLine } from './judged.ts';
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
  let value: unknown;
  try {
    const text = await readText(file, maxBytes);
    if (text === null) return `${file}: more than ${maxBytes} bytes, expected a report of at most that`;
    value = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) return describeFileError(file, error);
    return `${file}: it is no JSON, or was cut off: expected what \`trivy image --format json\` or \`grype -o json\` writes`;
  }
  return givenReport(file, value) ?? `${file}: it is JSON, but no report of Trivy (schema version 2) or Grype that can be read`;
}

/** Null: there is more. Also of a pipe, which has no size. */
async function readText(file: string, maxBytes: number): Promise<string | null> {
  if (file !== '-' && (await stat(file)).size > maxBytes) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of (file === '-' ? process.stdin : createReadStream(file)) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
