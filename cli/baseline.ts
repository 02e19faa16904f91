/** The baseline of `check`: read, applied, written. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describeFileError } from '../adapters/files.ts';
import { applyBaseline, type BaselineContext, baselineText, entryName, updatedEntries } from '../core/report/apply-baseline.ts';
import { type BaselineEntry, loadBaseline } from '../core/report/baseline.ts';
import type { Report } from '../core/report/report.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Days that a new entry lasts: long enough to plan, short enough to be remembered. */
const entryDays = 90;
const dayMs = 86_400_000;

export interface BaselineOptions {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly quiet?: boolean;
}

/** The report with the baseline applied, after it was brought up to date where that is asked for. Throws a `UsageError`. */
export async function withBaseline(
  report: Report,
  options: BaselineOptions,
  context: BaselineContext,
  terminal: Terminal,
): Promise<Report> {
  const { baseline: file, updateBaseline = false, quiet = false } = options;
  const note = (line: string): void => (quiet ? undefined : terminal.err(line));
  if (file === undefined) throw new UsageError('--update-baseline: expected --baseline FILE to say which');
  let entries = await readEntries(file, updateBaseline);
  const judged = { ...context, files: new Set([...context.files, ...entries.map(({ file: one }) => one).filter(isGone)]) };
  if (updateBaseline) {
    entries = updatedEntries(report, entries, newEntries(context.nowMs), judged);
    await write(file, baselineText(entries));
    note(`${file}: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} written; give each an owner and a reason`);
  }
  const result = applyBaseline(report, entries, judged);
  for (const entry of result.expired) note(`${file}: over, so it counts again: ${entryName(entry)}`);
  for (const entry of result.unused) note(`${file}: not found any more, remove it: ${entryName(entry)}`);
  return result.report;
}

/** Of a file that was deleted is known that nothing is found in it. */
function isGone(file: string): boolean {
  return file !== '-' && !existsSync(file);
}

function newEntries(nowMs: number) {
  const until = new Date(nowMs + entryDays * dayMs).toISOString().slice(0, 10);
  return { owner: 'unassigned', until, reason: 'there when the baseline was written' };
}

async function readEntries(file: string, mayBeMissing: boolean): Promise<readonly BaselineEntry[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (mayBeMissing && isMissing(error)) return [];
    throw new UsageError(describeFileError(file, error));
  }
  const loaded = await loadBaseline(file, text);
  if ('problems' in loaded) throw new UsageError(loaded.problems.join('\n'));
  return loaded.entries;
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(describeFileError(file, error));
  }
}
