/** `image-warden policy import FILE`: a foreign allowlist as a policy; what differs goes to standard error. */
import { importPolicy, lineOf } from '../core/import/import-policy.ts';
import { escapeText } from '../core/text.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface PolicyImportOptions {
  /** The policy alone, nothing on standard error. */
  readonly quiet?: boolean;
}

/** `-` is standard input. The exit code: 0. What cannot be imported is a `UsageError`, and no policy is written. */
export async function policyImportCommand(file: string, { quiet }: PolicyImportOptions, { out, err }: Terminal): Promise<number> {
  const unreadable: string[] = [];
  const text = await readInput({ path: file, named: true }, (problem) => unreadable.push(problem));
  if (text === null) throw new UsageError(unreadable.map((problem) => escapeText(problem)).join('\n'));
  const imported = importPolicy(text, file);
  if ('problems' in imported) throw new UsageError(imported.problems.join('\n'));
  out(imported.document.trimEnd());
  if (quiet !== true) for (const difference of imported.differences) err(lineOf(file, difference));
  return 0;
}
