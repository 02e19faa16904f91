/** `image-warden check`: the verdicts of admission, before merge. */
import { systemClock } from '../adapters/clock.ts';
import { checkFile, emptyChecked, reportOf } from '../core/check/check.ts';
import { textReport } from '../core/report/text.ts';
import { escapeJson, escapeText } from '../core/text.ts';
import { listInputs, readInput } from './inputs.ts';
import { type PolicyOptions, readPolicy } from './policy-option.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Characters: a path of 4,096 and what is wrong with it. */
const maxProblemLength = 8192;

export interface CheckOptions extends PolicyOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly format: string;
  readonly quiet?: boolean;
}

/** The exit code: 0 allowed, 1 denied, 2 something could not be judged. */
export async function checkCommand(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  if (paths.length === 0) throw new UsageError('nothing to check: expected files, directories, or - for standard input');
  const policy = await readPolicy(options);
  const place = { cluster: options.cluster ?? null, namespace: options.namespace ?? null };
  const checked = emptyChecked();
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  let skipped = 0;
  for (const input of await listInputs(paths, report)) {
    const text = await readInput(input, report);
    if (text === null) continue;
    const before = checked.manifests;
    const failed = checked.problems.length;
    checkFile(checked, { path: input.path, text }, policy, place, systemClock.now());
    if (checked.manifests > before || checked.problems.length > failed) continue;
    if (input.named)
      report(
        `${input.path}: ${text.trim() === '' ? 'it is empty' : 'no object with apiVersion and kind in it'}: expected a manifest or a review`,
      );
    else skipped++;
  }
  if (checked.manifests === 0 && problems.length === 0 && checked.problems.length === 0)
    report(`${paths.join(', ')}: no manifest found: expected objects with apiVersion and kind`);
  const result = reportOf(checked, policy);
  const allowed = result.allowed && problems.length === 0;
  if (options.format === 'json') terminal.out(escapeJson(JSON.stringify({ ...result, allowed }, null, 2)));
  else for (const line of textReport(result, terminal.paint)) terminal.out(line);
  if (skipped > 0 && !options.quiet) terminal.err(`${skipped} ${skipped === 1 ? 'file' : 'files'} without manifests skipped`);
  for (const { file, line, column, message } of checked.problems)
    terminal.err(`${escapeText(file, maxProblemLength)}:${line}:${column}: ${message}`);
  for (const problem of problems) terminal.err(escapeText(problem, maxProblemLength));
  return problems.length + checked.problems.length > 0 ? 2 : allowed ? 0 : 1;
}
