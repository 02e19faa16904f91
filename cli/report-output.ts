/** Where the report of `check` goes, in which format. */
import { writeFile } from 'node:fs/promises';
import { describeFileError } from '../adapters/files.ts';
import type { Format } from '../core/report/formats.ts';
import { render } from '../core/report/render.ts';
import type { Report } from '../core/report/report.ts';
import type { RuleInfo } from '../core/report/rule-info.ts';
import { textReport } from '../core/report/text.ts';
import manifest from '../package.json' with { type: 'json' };
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface OutputOptions {
  readonly format: Format;
  readonly output?: string;
  readonly quiet?: boolean;
}

const plainPaint = (_: string, text: string): string => text;

/** To standard output, or to a file and its last line to standard error. Throws a `UsageError` when it cannot be written. */
export async function writeReport(
  report: Report,
  options: OutputOptions,
  nowMs: number,
  { out, err, paint, width }: Terminal,
): Promise<void> {
  const { format, output, quiet = false } = options;
  const common = { version: manifest.version, nowMs, rules: await rulesFor(format) };
  if (output === undefined) {
    out(await render(report, format, { ...common, paint, width }));
    return;
  }
  try {
    await writeFile(output, `${await render(report, format, { ...common, paint: plainPaint, width: null })}\n`);
  } catch (error) {
    throw new UsageError(describeFileError(output, error));
  }
  const [summary = ''] = textReport({ ...report, findings: [] }, plainPaint);
  if (!quiet) err(`${output}: ${summary}`);
}

/** Only these tell more of a rule than its id; with their examples the rules take time to load. */
async function rulesFor(format: Format): Promise<readonly RuleInfo[]> {
  return format === 'sarif' || format === 'markdown' ? (await import('../core/rules/every-rule.ts')).rulesById : [];
}
