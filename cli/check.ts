/** `image-warden check`: the verdicts of admission, before merge. */
import { systemClock } from '../adapters/clock.ts';
import { describeFileError } from '../adapters/files.ts';
import { type Checked, type CheckPlace, emptyChecked, judgedReport } from '../core/check/check.ts';
import { type BuildOptions, checkInput } from '../core/check/input.ts';
import { endingsOf, endingText } from '../core/policy/expiry.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { BaselineContext } from '../core/report/apply-baseline.ts';
import type { Report } from '../core/report/report.ts';
import { escapeText, quote } from '../core/text.ts';
import type { BaselineOptions } from './baseline.ts';
import { listInputs } from './inputs.ts';
import { type PolicyOptions, readLoaded } from './policy-option.ts';
import { type Opened, openInput } from './read-input.ts';
import { type OutputOptions, writeReport } from './report-output.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Characters: a path of 4,096 and what is wrong with it. */
const maxProblemLength = 8192;

export interface CheckOptions extends PolicyOptions, BaselineOptions, OutputOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  /** `K=V`, of a Dockerfile. */
  readonly buildArg?: readonly string[];
  readonly target?: string;
  /** What makes the exit code 1. */
  readonly failOn: 'deny' | 'warn';
}

/** The exit code: 0 allowed, 1 denied (or warned of, as `failOn` says), 2 something could not be judged. */
export async function checkCommand(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  if (paths.length === 0) throw new UsageError('nothing to check: expected files, directories, or - for standard input');
  const { policy, document } = await readLoaded(options);
  const place = { cluster: options.cluster ?? null, namespace: options.namespace ?? null };
  const build = buildOf(options);
  const checked = emptyChecked();
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const nowMs = systemClock.now();
  const files = new Set<string>();
  let skipped = 0;
  for (const input of await listInputs(paths, report)) {
    const opened = await openInput(input, report);
    if (opened === null) continue;
    files.add(input.path);
    if ('chunks' in opened) {
      await checkLarge(checked, input.path, opened, { policy, place, nowMs, quiet: options.quiet ?? false }, report);
      continue;
    }
    const { text } = opened;
    const before = checked.manifests;
    const failed = checked.problems.length;
    await checkInput(checked, { path: input.path, text }, policy, place, nowMs, build);
    if (checked.manifests > before || checked.problems.length > failed) continue;
    if (input.named)
      report(
        `${input.path}: ${text.trim() === '' ? 'it is empty' : 'no object with apiVersion and kind in it'}: expected a manifest, a review or a Dockerfile`,
      );
    else skipped++;
  }
  if (checked.manifests === 0 && problems.length === 0 && checked.problems.length === 0)
    report(`${paths.join(', ')}: no manifest found: expected objects with apiVersion and kind, or Dockerfiles`);
  const { report: judged, unused } = judgedReport(checked, policy);
  const unjudged = problems.length + checked.problems.length;
  const forgiven = await afterBaseline(judged, options, { cluster: place.cluster, files, nowMs }, terminal);
  const result = { ...forgiven, allowed: forgiven.allowed && unjudged === 0 };
  await writeReport(result, options, nowMs, terminal);
  if (!options.quiet) {
    for (const ending of endingsOf(document, nowMs)) terminal.err(`${escapeText(policy.source)}: ${endingText(ending)}`);
    if (skipped > 0) terminal.err(`${skipped} ${skipped === 1 ? 'file' : 'files'} without manifests skipped`);
    for (const { file, line, rules } of unused)
      terminal.err(`${escapeText(file)}:${line}:1: the ignore of ${rules.join(', ')} forgives nothing`);
  }
  for (const { file, line, column, message } of checked.problems)
    terminal.err(`${escapeText(file, maxProblemLength)}:${line}:${column}: ${message}`);
  for (const problem of problems) terminal.err(escapeText(problem, maxProblemLength));
  return unjudged > 0 ? 2 : isFailure(result, options.failOn) ? 1 : 0;
}

interface LargeOptions {
  readonly policy: Policy;
  readonly place: CheckPlace;
  readonly nowMs: number;
  readonly quiet: boolean;
}

async function checkLarge(
  checked: Checked,
  file: string,
  opened: Extract<Opened, { chunks: unknown }>,
  { policy, place, nowMs, quiet }: LargeOptions,
  report: (problem: string) => void,
): Promise<void> {
  const [{ checkList }, { progressOn }] = await Promise.all([import('./check-list.ts'), import('./progress.ts')]);
  const progress = progressOn(quiet ? { write: () => true } : process.stderr, systemClock.monotonic);
  try {
    await checkList(checked, file, opened, policy, place, nowMs, progress);
  } catch (error) {
    report(describeFileError(file, error));
  }
}

/** `K=V` sets a variable; a name alone would take it from the environment, which is not ours to read. */
function buildOf({ buildArg = [], target }: CheckOptions): BuildOptions {
  const pairs = buildArg.map((text): [string, string] => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(`--build-arg: expected NAME=VALUE, got ${quote(text)}`);
    return [name, value];
  });
  return { buildArgs: new Map(pairs), target: target ?? null };
}

/** Its reader is loaded when there is a baseline. */
async function afterBaseline(report: Report, options: CheckOptions, context: BaselineContext, terminal: Terminal): Promise<Report> {
  if (options.baseline === undefined && !options.updateBaseline) return report;
  const { withBaseline } = await import('./baseline.ts');
  return withBaseline(report, options, context, terminal);
}

function isFailure({ allowed, findings }: Report, failOn: 'deny' | 'warn'): boolean {
  return !allowed || (failOn === 'warn' && findings.some(({ severity }) => severity === 'warn'));
}
