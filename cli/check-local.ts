/** Judges inputs on this machine, by a policy from a file or from Parameter Store. */
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../adapters/clock.ts';
import { describeFileError } from '../adapters/files.ts';
import { type Checked, type CheckPlace, emptyChecked, judgedReport } from '../core/check/check.ts';
import { type BuildOptions, checkInput, type OpenSession } from '../core/check/input.ts';
import { endingsOf, endingText } from '../core/policy/expiry.ts';
import type { Loaded } from '../core/policy/load.ts';
import { escapeText } from '../core/text.ts';
import type { Input } from './inputs.ts';
import { type Judged, nothingIn, problemLine } from './judged.ts';
import { type Opened, openInput } from './read-input.ts';

export interface LocalOptions {
  readonly loaded: Loaded;
  readonly place: CheckPlace;
  readonly build: BuildOptions;
  readonly nowMs: number;
  /** Who is asked for evidence. */
  readonly session: OpenSession;
  /** No bar. */
  readonly quiet: boolean;
}

/** Files that are judged in one task. */
const filesAtOnce = 16;

export async function judgeLocally(inputs: readonly Input[], options: LocalOptions): Promise<Judged> {
  const { loaded, place, build, nowMs, session } = options;
  const { policy, document } = loaded;
  const checked = emptyChecked();
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problemLine(problem));
  const files = new Set<string>();
  let skipped = 0;
  for (const [at, input] of inputs.entries()) {
    // A breath: the collector finishes its work only between tasks.
    if (at % filesAtOnce === filesAtOnce - 1) await setImmediate();
    const opened = await openInput(input, report);
    if (opened === null) continue;
    files.add(input.path);
    if ('chunks' in opened) await checkLarge(checked, input.path, opened, options, report);
    else {
      const before = checked.manifests + checked.problems.length;
      await checkInput(checked, { path: input.path, text: opened.text }, policy, place, nowMs, { build, session });
      if (checked.manifests + checked.problems.length > before) continue;
      if (input.named) problems.push(nothingIn(input, opened.text));
      else skipped++;
    }
  }
  const { report: result, unused } = judgedReport(checked, policy);
  const places = checked.problems.map(({ file, line, column, message }) => `${problemLine(file)}:${line}:${column}: ${message}`);
  const notes = [
    ...endingsOf(document, nowMs).map((ending) => `${escapeText(policy.source)}: ${endingText(ending)}`),
    ...unused.map(({ file, line, rules }) => `${escapeText(file)}:${line}:1: the ignore of ${rules.join(', ')} forgives nothing`),
  ];
  return { report: result, problems: [...places, ...problems], files, skipped, manifests: checked.manifests, notes };
}

/** What reads in pieces is loaded with the first input that needs it. */
async function checkLarge(
  checked: Checked,
  file: string,
  opened: Extract<Opened, { chunks: unknown }>,
  { loaded, place, nowMs, quiet, session }: LocalOptions,
  report: (problem: string) => void,
): Promise<void> {
  const [{ checkList }, { progressOn }] = await Promise.all([import('./check-list.ts'), import('./progress.ts')]);
  const progress = progressOn(quiet ? { write: () => true } : process.stderr, systemClock.monotonic);
  try {
    await checkList(checked, file, opened, loaded.policy, place, nowMs, progress, session);
  } catch (error) {
    progress.clear();
    report(describeFileError(file, error));
  }
}
