/** `POST /v1/check`: the report of `check --format json`, for files in a request. */
import { namePattern } from '../policy/names.ts';
import type { PolicyState } from '../ports.ts';
import { contractOf } from '../report/json.ts';
import type { Report } from '../report/report.ts';
import type { Rejection } from '../review/http.ts';
import { escapeText, quote } from '../text.ts';
import { describe, isObject, own, ownText } from '../workload/json.ts';
import { emptyChecked, reportOf } from './check.ts';
import { type BuildOptions, checkInput, type OpenSession } from './input.ts';

const nobody: OpenSession = async () => null;

/** The report, or a 400 that names the first thing that could not be judged; 503 without a policy. */
export async function checkRequest(
  body: unknown,
  { policy, problem }: PolicyState,
  nowMs: number,
  session: OpenSession = nobody,
): Promise<Report | Rejection> {
  if (policy === null) return { code: 503, message: problem ?? 'no policy is usable' };
  const files = own(body, 'files');
  if (!Array.isArray(files) || files.length === 0) return bad('files: expected a list of {path, text} with at least one item');
  for (const key of ['cluster', 'namespace'])
    if (typeof (own(body, key) ?? '') !== 'string') return bad(`${key}: expected a string, got ${describe(own(body, key))}`);
  const cluster = ownText(body, 'cluster');
  if (cluster !== null && !namePattern.test(cluster)) return bad('cluster: expected lower-case letters, digits and "-", at most 63');
  const place = { cluster, namespace: ownText(body, 'namespace') };
  const build = buildOf(body);
  if ('code' in build) return build;
  const checked = emptyChecked();
  for (const [index, file] of files.entries()) {
    const path = own(file, 'path');
    const text = own(file, 'text');
    if (!isObject(file) || typeof path !== 'string' || typeof text !== 'string')
      return bad(`files[${index}]: expected {path, text}, both strings`);
    const before = checked.manifests;
    await checkInput(checked, { path, text }, policy, place, nowMs, { build, session });
    if (checked.manifests === before && checked.problems.length === 0)
      return bad(`files[${index}]: ${quote(path)} has no object with apiVersion and kind`);
  }
  const [first] = checked.problems;
  if (first !== undefined) return bad(`${escapeText(first.file)}:${first.line}:${first.column}: ${first.message}`);
  return contractOf(reportOf(checked, policy));
}

/** `buildArgs` and `target` as `docker build` takes them; each may be absent. */
function buildOf(body: unknown): BuildOptions | Rejection {
  const args = own(body, 'buildArgs') ?? {};
  const target = own(body, 'target') ?? null;
  if (!isObject(args) || !Object.values(args).every((value) => typeof value === 'string'))
    return bad('buildArgs: expected names and their texts');
  if (target !== null && typeof target !== 'string') return bad(`target: expected a string, got ${describe(target)}`);
  return { buildArgs: new Map(Object.entries(args).map(([name, value]) => [name, String(value)])), target };
}

function bad(message: string): Rejection {
  return { code: 400, message };
}
