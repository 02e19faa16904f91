/** `image-warden explain IMAGE`: the ladder, the deciding entry, the nearest miss. */

import { systemClock } from '../adapters/clock.ts';
import { type Subject, subjectsOf } from '../core/check/subjects.ts';
import { decide } from '../core/policy/decide.ts';
import { type Explanation, explain } from '../core/policy/explain.ts';
import { lineOf, placeOf } from '../core/policy/words.ts';
import { escapeJson, escapeText, quote } from '../core/text.ts';
import { type PolicyOptions, readPolicy } from './policy-option.ts';
import { readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface ExplainOptions extends PolicyOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  /** Of a manifest's containers only that one. */
  readonly container?: string;
  readonly format: string;
}

/** The exit code: 0 allowed, 1 denied. `what` is an image, or a manifest: `-` or the path of a YAML or JSON file. */
export async function explainCommand(what: string, options: ExplainOptions, { out, paint }: Terminal): Promise<number> {
  const policy = await readPolicy(options);
  const { cluster = null, namespace = null } = options;
  const nowMs = systemClock.now();
  const manifest = isManifest(what) ? await readManifest(what, options) : null;
  const images = manifest === null ? [{ at: null, image: what, namespace }] : imagesOf(manifest, options);
  const explained = images.map(({ at, image, namespace: own }) => ({
    ...(at === null ? {} : { at }),
    ...explain(policy, image, { place: { cluster, namespace: own }, nowMs }),
  }));
  const defects = (manifest ?? []).flatMap(({ workload, speaker, namespace: own }) => {
    const bare = { ...workload, images: [], defects: workload.defects.filter((defect) => isAsked(defect, options)) };
    return decide(policy, [bare], { place: { cluster, namespace: own }, nowMs }).findings.map((finding) => ({
      severity: finding.severity,
      message: lineOf([finding], speaker),
      fix: finding.fix,
    }));
  });
  if (manifest !== null && images.length + defects.length === 0) throw new UsageError(escapeText(`${what}: ${nothingIn(options)}`));
  const source = { policy: { hash: policy.hash, source: policy.source } };
  if (options.format === 'json')
    out(
      escapeJson(JSON.stringify(manifest === null ? { ...source, ...explained[0] } : { ...source, images: explained, defects }, null, 2)),
    );
  else {
    for (const [i, explanation] of explained.entries()) {
      if (i > 0) out('');
      if (explanation.at !== undefined) out(paint('bold', explanation.at));
      for (const line of linesOf(explanation, paint)) out(line);
    }
    for (const { message, fix } of defects) for (const line of ['', message, `fix: ${fix}`]) out(line);
  }
  return explained.every(({ allowed }) => allowed) && defects.every(({ severity }) => severity !== 'deny') ? 0 : 1;
}

/** An image may be called like a folder, but none that anybody runs ends so: a file is meant. */
function isManifest(what: string): boolean {
  return what === '-' || /\.(ya?ml|json)$/.test(what);
}

function isAsked({ container }: { readonly container: string | null }, options: ExplainOptions): boolean {
  return options.container === undefined || container === options.container;
}

function nothingIn({ container }: ExplainOptions): string {
  return container === undefined ? 'no image in it' : `no container ${quote(container)} with an image in it`;
}

interface PlacedImage {
  /** `Pod default/web: container "app" (spec.containers[0].image)`; null for an image that stands alone. */
  readonly at: string | null;
  readonly image: string;
  readonly namespace: string | null;
}

/** A `UsageError` when it cannot be read. */
async function readManifest(path: string, { namespace }: ExplainOptions): Promise<readonly Subject[]> {
  const fail = (problem: string): never => {
    throw new UsageError(escapeText(problem));
  };
  const text = (await readInput({ path, named: true }, fail)) ?? '';
  const { subjects, problems } = subjectsOf(path, text, namespace ?? null);
  for (const { line, column, message } of problems) fail(`${path}:${line}:${column}: ${message}`);
  return subjects;
}

function imagesOf(subjects: readonly Subject[], options: ExplainOptions): PlacedImage[] {
  return subjects.flatMap(({ workload, speaker, namespace }) =>
    workload.images
      .filter((use) => isAsked(use, options))
      .map((use) => ({ at: `${speaker.subject}: ${placeOf(use)}`, image: use.image, namespace })),
  );
}

function linesOf(
  { image, canonical, allowed, message, ladder, entry, evidence, nearest, findings }: Explanation,
  paint: Terminal['paint'],
): string[] {
  const verdict = allowed ? paint('green', 'allowed') : paint('red', 'denied');
  const width = Math.max(0, ...ladder.map(({ scope }) => scope.length));
  const rungs = ladder.map(
    ({ scope, note, decides }) => `  ${decides ? '>' : ' '} ${scope.padEnd(width)}  ${decides ? paint('bold', note) : note}`,
  );
  return [
    `${canonical ?? quote(image)}: ${verdict}`,
    ...(message === null ? [] : [`  ${message}`]),
    ...(rungs.length === 0 ? [] : ['', 'tried, most specific first:', ...rungs]),
    ...(entry === null ? [] : ['', `decided by: ${entry}`]),
    ...(evidence.length === 0 ? [] : ['must be proved besides (image-warden verify asks):', ...evidence.map((one) => `  ${one}`)]),
    ...(nearest === null ? [] : ['', `nearest entry: ${nearest}`]),
    ...findings.map(({ fix }) => `fix: ${fix}`),
  ];
}
