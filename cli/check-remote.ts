/** `--remote URL`: the deployed service judges by its policy; the report is the one that `check` makes offline. */
import type { CheckPlace } from '../core/check/check.ts';
import type { BuildOptions } from '../core/check/input.ts';
import { maxBodyBytes } from '../core/limits.ts';
import type { Report } from '../core/report/report.ts';
import { escapeText } from '../core/text.ts';
import { own, ownText } from '../core/workload/json.ts';
import type { Input } from './inputs.ts';
import { type Judged, nothingIn, problemLine } from './judged.ts';
import { readInput } from './read-input.ts';
import { readReport } from './remote-report.ts';
import { UsageError } from './usage-error.ts';

/** Sends a body to the service; resolves with status and text. */
export type Post = (body: string) => Promise<{ readonly status: number; readonly body: string }>;

interface RemoteFile {
  readonly input: Input;
  readonly path: string;
  readonly text: string;
}

interface Collected {
  readonly reports: Report[];
  readonly problems: string[];
  skipped: number;
}

/** Characters of one request: a character takes up to 6 bytes as JSON, most take one. */
const maxBatchBytes = maxBodyBytes - 65_536;

/** Throws a `UsageError` when the service cannot be asked. */
export async function judgeRemotely(inputs: readonly Input[], place: CheckPlace, build: BuildOptions, post: Post): Promise<Judged> {
  const collected: Collected = { reports: [], problems: [], skipped: 0 };
  const files = new Set<string>();
  let batch: RemoteFile[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    if (batch.length > 0) await judge(collected, batch, place, build, post);
    [batch, bytes] = [[], 0];
  };
  for (const input of inputs) {
    const text = await readInput(input, (problem) => collected.problems.push(problemLine(problem)));
    if (text === null) continue;
    files.add(input.path);
    const size = Buffer.byteLength(JSON.stringify({ path: input.path, text })) + 1;
    if (size > maxBatchBytes) {
      collected.problems.push(problemLine(`${input.path}: ${size} bytes, expected at most ${maxBatchBytes} for one request`));
      continue;
    }
    if (bytes + size > maxBatchBytes) await send();
    batch.push({ input, path: input.path, text });
    bytes += size;
  }
  await send();
  const { reports, problems, skipped } = collected;
  return { report: merged(reports), problems, files, skipped, manifests: reports.length, notes: [] };
}

/** One bad file makes the service refuse the request: the others are asked for again, by halves. */
async function judge(
  collected: Collected,
  batch: readonly RemoteFile[],
  place: CheckPlace,
  build: BuildOptions,
  post: Post,
): Promise<void> {
  const files = batch.map(({ path, text }) => ({ path, text }));
  const options = { ...place, buildArgs: Object.fromEntries(build.buildArgs), target: build.target };
  const { status, body } = await post(JSON.stringify({ files, ...options }));
  if (status === 200) {
    const report = readReport(body);
    if (report === null) throw new UsageError('--remote: the answer is no report of image-warden');
    collected.reports.push(report);
  } else if (status !== 400) {
    throw new UsageError(`--remote: HTTP ${status}: ${saidIn(body)}`);
  } else if (batch.length > 1) {
    const half = batch.length >> 1;
    await judge(collected, batch.slice(0, half), place, build, post);
    await judge(collected, batch.slice(half), place, build, post);
  } else refuse(collected, batch[0], saidIn(body));
}

function refuse(collected: Collected, file: RemoteFile | undefined, message: string): void {
  if (file === undefined) return;
  const isNothing = message.includes('has no object with apiVersion and kind');
  if (isNothing && !file.input.named) collected.skipped++;
  else collected.problems.push(isNothing ? nothingIn(file.input, file.text) : problemLine(message));
}

/** What a `Status` says, or API Gateway. */
function saidIn(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return escapeText(ownText(value, 'message') ?? ownText(value, 'Message') ?? String(own(value, 'code') ?? 'no reason given'));
  } catch {
    return 'no reason given';
  }
}

/** All of one policy: what was published meanwhile is what holds. */
function merged(reports: readonly Report[]): Report {
  const policy = reports.at(-1)?.policy ?? { hash: '', source: 'nothing was judged' };
  const sum = (key: keyof Report['summary']): number => reports.reduce((total, { summary }) => total + summary[key], 0);
  return {
    policy,
    allowed: reports.every(({ allowed }) => allowed),
    summary: { denied: sum('denied'), warned: sum('warned'), passed: sum('passed') },
    findings: reports.flatMap(({ findings }) => findings),
    images: reports.flatMap(({ images }) => images),
  };
}
