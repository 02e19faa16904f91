/** The machine's clock. */
import type { Clock } from '../core/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  // Not performance.now(): the first look at `performance` loads node:perf_hooks, which costs a cold start 4 ms of CPU.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
};
