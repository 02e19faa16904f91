/** A parameter store on a script and a clock that a test moves: jest's fake timers, and a wall clock that may be set. */
import { jest } from '@jest/globals';
import { namesOf, type StoreEvent } from '../../adapters/known-policy.ts';
import { parameterStore } from '../../adapters/parameter-store.ts';
import type { ParameterValues } from '../../adapters/ssm.ts';
import { CallError } from '../../adapters/tries.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { PolicyState } from '../../core/ports.ts';

export const down = new CallError('HTTP 400 (ThrottlingException)', 'later');
export const denied = new CallError('HTTP 400 (AccessDeniedException)', 'no');
export const deadSocket = new CallError('the connection failed (ECONNRESET)', 'at once');
/** Never answers until its time is over. */
export const stalls = Symbol('stalls');

interface Values {
  readonly allowlist?: string;
  readonly document?: string;
  readonly clusters?: string;
}
export type Step = Values | Error | typeof stalls;

export const hex = 'a'.repeat(64);

function valuesOf({ allowlist, document, clusters }: Values): ParameterValues {
  const texts = [allowlist ?? null, document ?? null, clusters ?? null];
  return new Map(namesOf('prod').map((name, index) => [name, texts[index] ?? null]));
}

interface StoreOptions {
  readonly snapshot?: Policy | null;
  /** Milliseconds until the snapshot is read. */
  readonly snapshotMs?: number;
  readonly maxStaleMs?: number;
}

export function scriptedStore({ snapshot = null, snapshotMs = 0, maxStaleMs = 3_600_000 }: StoreOptions = {}) {
  const script = { now: { allowlist: 'ok.example' } as Step, next: [] as Step[], skewMs: 0 };
  const calls: { names: readonly string[]; timeoutMs: number; atMs: number }[] = [];
  const events: StoreEvent[] = [];
  const clock = { now: () => Date.now() + script.skewMs, monotonic: () => performance.now() };
  let baked = 0;
  const source = parameterStore({
    stage: 'prod',
    clock,
    maxStaleMs,
    random: () => 0.5,
    report: (event) => events.push(event),
    snapshot: async () => {
      baked++;
      if (snapshotMs > 0) await new Promise((resolve) => setTimeout(resolve, snapshotMs));
      return snapshot;
    },
    getParameters: async (names, timeoutMs) => {
      calls.push({ names, timeoutMs, atMs: performance.now() });
      const step = script.next.shift() ?? script.now;
      if (step === stalls) await new Promise((resolve) => setTimeout(resolve, timeoutMs));
      if (step === stalls) throw new CallError(`no answer within ${timeoutMs} ms`, 'later');
      if (step instanceof Error) throw step;
      return valuesOf(step);
    },
  });
  /** The state, and how long it took; the clock runs on until it is there. */
  const ask = async (budgetMs = 8000): Promise<PolicyState & { tookMs: number }> => {
    const startMs = performance.now();
    let state: (PolicyState & { tookMs: number }) | null = null;
    void Promise.resolve(source.current(budgetMs)).then((one) => {
      state = { ...one, tookMs: performance.now() - startMs };
    });
    for (let ms = 0; state === null && ms < 20_000; ms++) await jest.advanceTimersByTimeAsync(1);
    if (state === null) throw new Error('no state within 20 s');
    return state;
  };
  return { script, calls, events, source, ask, bakedCount: () => baked, wait: (ms: number) => jest.advanceTimersByTimeAsync(ms) };
}
