/** `image-warden check`: the verdicts of admission, before merge. */
import { systemClock } from '../adapters/clock.ts';
import type { BuildOptions, OpenSession } from '../core/check/input.ts';
import type { ReportScans } from '../core/evidence/report-scans.ts';
import type { BaselineContext } from '../core/report/apply-baseline.ts';
import type { Report } from '../core/report/report.ts';
import { quote } from '../core/text.ts';
import type { BaselineOptions } from './baseline.ts';
import { type Input, listInputs } from './inputs.ts';
import { type Judged, problemLine } from './judged.ts';
import { findPolicyFile, type PolicyOptions, readLoaded } from './policy-option.ts';
import { type OutputOptions, writeReport } from './report-output.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface CheckOptions extends PolicyOptions, BaselineOptions, OutputOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  /** `K=V`, of a Dockerfile. */
  readonly buildArg?: readonly string[];
  readonly target?: string;
  /** A revision of git: only what has changed since is judged. */
  readonly changedSince?: string;
  /** The URL of a deployed service, which judges by its own policy. */
  readonly remote?: string;
  /** Reports of Trivy or Grype, instead of a registry's scan. */
  readonly scan?: readonly string[];
  /** What makes the exit code 1. */
  readonly failOn: 'deny' | 'warn';
}

/** Milliseconds for the evidence of a few images: a pipeline waits longer than an API server. */
const evidenceMs = 30_000;

/** The exit code: 0 allowed, 1 denied (or warned of, as `failOn` says), 2 something could not be judged. */
export async function checkCommand(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  if (paths.length === 0) throw new UsageError('nothing to check: expected files, directories, or - for standard input');
  const nowMs = systemClock.now();
  const problems: string[] = [];
  const listed = await listInputs(paths, (problem) => problems.push(problemLine(problem)));
  const inputs = await onlyChanged(listed, options);
  const { report, files, skipped, notes, ...judged } = await judge(inputs, options, nowMs);
  problems.unshift(...judged.problems);
  const isEmpty = judged.manifests === 0 && problems.length === 0 && inputs.length === listed.length;
  if (isEmpty)
    problems.push(problemLine(`${paths.join(', ')}: no manifest found: expected objects with apiVersion and kind, or Dockerfiles`));
  const forgiven = await afterBaseline(report, options, { cluster: options.cluster ?? null, files, nowMs }, terminal);
  const result = { ...forgiven, allowed: forgiven.allowed && problems.length === 0 };
  await writeReport(result, options, nowMs, terminal);
  const skips = skipped === 0 ? [] : [`${skipped} ${skipped === 1 ? 'file' : 'files'} without manifests skipped`];
  const unchanged = listed.length - inputs.length;
  const rest = unchanged === 0 ? [] : [`${unchanged} ${unchanged === 1 ? 'file' : 'files'} unchanged since ${options.changedSince}`];
  if (!options.quiet) for (const note of [...notes, ...skips, ...rest]) terminal.err(note);
  for (const problem of problems) terminal.err(problem);
  return problems.length > 0 ? 2 : isFailure(result, options.failOn) ? 1 : 0;
}

/** Here, or by the service that `--remote` names; what each takes is loaded when it is used. */
async function judge(inputs: readonly Input[], options: CheckOptions, nowMs: number): Promise<Judged> {
  const place = { cluster: options.cluster ?? null, namespace: options.namespace ?? null };
  const build = buildOf(options);
  if (options.remote !== undefined) {
    if (options.policy !== undefined || options.stage !== undefined)
      throw new UsageError('--remote judges by its own policy: no --policy, no --stage');
    if (options.scan !== undefined)
      throw new UsageError('--remote judges by the scans that the service finds itself: no --scan, or check without --remote');
    const [{ judgeRemotely }, { remotePost }] = await Promise.all([import('./check-remote.ts'), import('./remote.ts')]);
    return judgeRemotely(inputs, place, build, await remotePost(options.remote, process.env));
  }
  const scans = await readScans(inputs, options);
  const [{ judgeLocally }, loaded] = await Promise.all([import('./check-local.ts'), readLoaded(options)]);
  const given = scans === null ? [] : [scans.source];
  const asking = loaded.policy.asksEvidence ? await import('./evidence.ts') : null;
  const evidence = asking?.localEvidence(process.env, given);
  const session: OpenSession = async (policy) => asking?.inTurns(async () => evidence?.session(policy, evidenceMs) ?? null) ?? null;
  try {
    const judged = await judgeLocally(inputs, { loaded, place, build, nowMs, session, quiet: options.quiet ?? false });
    const unused = scans?.unused(judged.report.images.map(({ canonical }) => canonical)) ?? [];
    return { ...judged, notes: [...judged.notes, ...unused.map(problemLine)] };
  } finally {
    evidence?.close();
  }
}

/** Their reader is loaded when there is one. */
async function readScans(inputs: readonly Input[], { scan }: CheckOptions): Promise<ReportScans | null> {
  if (scan === undefined) return null;
  if ([...inputs.map(({ path }) => path), ...scan].filter((path) => path === '-').length > 1)
    throw new UsageError('--scan -: standard input can be read once only');
  return (await import('./scan-reports.ts')).readScanReports(scan);
}

/** With another policy every verdict may be another, so all files count then. */
async function onlyChanged(inputs: readonly Input[], options: CheckOptions): Promise<readonly Input[]> {
  if (options.changedSince === undefined) return inputs;
  const { changedSince } = await import('./changed.ts');
  const isChanged = await changedSince(options.changedSince);
  const isLocal = options.remote === undefined && options.stage === undefined;
  if (isLocal && isChanged(findPolicyFile(options.policy))) return inputs;
  return inputs.filter(({ path }) => path === '-' || isChanged(path));
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
