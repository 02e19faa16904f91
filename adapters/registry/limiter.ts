/** Per host: so many requests at once, and none for a while after it failed several times in a row. */
import { breakerFailures, breakerMs, maxConcurrencyPerHost, patienceMs } from '../../core/evidence/limits.ts';
import type { Clock } from '../../core/ports.ts';
import { RegistryFailure } from './failure.ts';

interface HostState {
  running: number;
  failures: number;
  openUntilMs: number;
  readonly waiting: (() => void)[];
}

export interface Limiter {
  /** `isRefused`: whether the host answered that it has had enough of us. */
  run<T>(host: string, work: () => Promise<T>, isRefused?: (result: T) => boolean): Promise<T>;
}

/** What says that the host itself is in trouble. A status does not: whoever pushes may know how to provoke a 404, or a 500. */
const troubles: readonly string[] = ['unreachable', 'timeout'];

/** A review whose own time is up says nothing of the host: one with many images would close it for everybody else's. */
function isTrouble(error: unknown, waitedMs: number): boolean {
  return error instanceof RegistryFailure && troubles.includes(error.code) && (error.code !== 'timeout' || waitedMs >= patienceMs);
}

export function limiter(clock: Pick<Clock, 'now'>): Limiter {
  const hosts = new Map<string, HostState>();
  return {
    async run(host, work, isRefused = () => false) {
      const state = hosts.get(host) ?? { running: 0, failures: 0, openUntilMs: 0, waiting: [] };
      hosts.set(host, state);
      while (state.running >= maxConcurrencyPerHost) await new Promise<void>((resolve) => state.waiting.push(resolve));
      if (clock.now() < state.openUntilMs) {
        state.waiting.shift()?.();
        throw new RegistryFailure('unreachable', `${host} failed ${breakerFailures} times in a row and is left alone for a while`);
      }
      state.running++;
      const startedMs = clock.now();
      try {
        const result = await work();
        if (isRefused(result)) fail(state, clock);
        else state.failures = 0;
        return result;
      } catch (error) {
        if (isTrouble(error, clock.now() - startedMs)) fail(state, clock);
        throw error;
      } finally {
        state.running--;
        state.waiting.shift()?.();
        // Redirects name any number of hosts: what is well is forgotten.
        if (state.running === 0 && state.failures === 0) hosts.delete(host);
      }
    },
  };
}

function fail(state: HostState, clock: Pick<Clock, 'now'>): void {
  state.failures++;
  if (state.failures >= breakerFailures) state.openUntilMs = clock.now() + breakerMs;
}
