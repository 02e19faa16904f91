/** The engine on plain values: what tests ask, without a world around it. */
import { loadPolicy } from '../../../core/policy/load.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { PolicyState } from '../../../core/ports.ts';
import { answer } from '../../../core/review/answer.ts';
import type { Engine } from '../../../core/review/engine.ts';
import type { HttpAnswer, HttpRequest } from '../../../core/review/http.ts';

/** 2027-01-01T00:00:00Z. */
export const nowMs = 1_798_761_600_000;

export const allRoutes = { open: true, clusters: true, check: 'anybody' } as const;

/** The compiled document; throws its problems. */
export async function policyOf(document: string): Promise<Policy> {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'policy.yaml', text: document } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded.policy;
}

export function stateOf(policy: Policy | null, more: Partial<PolicyState> = {}): PolicyState {
  return { policy, stale: false, clusters: new Map(), problem: null, ...more };
}

export interface TestEngine extends Engine {
  /** Every record so far, parsed. */
  readonly records: Record<string, unknown>[];
}

/** Verdicts are called V1, V2 and so on. */
export function engineOf(state: PolicyState, more: Partial<Engine> = {}): TestEngine {
  const records: Record<string, unknown>[] = [];
  let count = 0;
  return {
    policies: { current: async () => state },
    clock: { now: () => nowMs, monotonic: () => 0 },
    ids: { next: () => `V${++count}` },
    log: { write: (line) => records.push(JSON.parse(line) as Record<string, unknown>) > 0 },
    evidence: null,
    routes: allRoutes,
    records,
    ...more,
  };
}

/** A POST of JSON (or of these bytes) to a path; `more` changes any part of the request. */
export function requestOf(path: string, body: unknown, more: Partial<HttpRequest> = {}): HttpRequest {
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    method: 'POST',
    segments: path.slice(1).split('/'),
    timeout: null,
    contentType: 'application/json',
    contentEncoding: null,
    remainingMs: null,
    caller: null,
    body: async () => bytes,
    ...more,
  };
}

/** The answer and its parsed body. */
export async function ask(engine: Engine, request: HttpRequest): Promise<{ readonly answer: HttpAnswer; readonly body: unknown }> {
  const answered = await answer(request, engine);
  return { answer: answered, body: JSON.parse(answered.body) };
}
