/** `image-warden explain IMAGE`: the ladder, the deciding entry, the nearest miss. */
import { systemClock } from '../adapters/clock.ts';
import { type Explanation, explain } from '../core/policy/explain.ts';
import { escapeJson, quote } from '../core/text.ts';
import { type PolicyOptions, readPolicy } from './policy-option.ts';
import type { Terminal } from './terminal.ts';

export interface ExplainOptions extends PolicyOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly format: string;
}

/** The exit code: 0 allowed, 1 denied. */
export async function explainCommand(image: string, options: ExplainOptions, { out, paint }: Terminal): Promise<number> {
  const policy = await readPolicy(options);
  const place = { cluster: options.cluster ?? null, namespace: options.namespace ?? null };
  const explanation = explain(policy, image, { place, nowMs: systemClock.now() });
  if (options.format === 'json')
    out(escapeJson(JSON.stringify({ policy: { hash: policy.hash, source: policy.source }, ...explanation }, null, 2)));
  else for (const line of linesOf(explanation, paint)) out(line);
  return explanation.allowed ? 0 : 1;
}

function linesOf(
  { image, canonical, allowed, message, ladder, entry, nearest, findings }: Explanation,
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
    ...(nearest === null ? [] : ['', `nearest entry: ${nearest}`]),
    ...findings.map(({ fix }) => `fix: ${fix}`),
  ];
}
