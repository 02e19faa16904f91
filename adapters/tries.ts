/** Several tries of one call, until a time: jittered, because a burst of cold starts asks at the same moment. */
import type { Clock } from '../core/ports.ts';

/** Milliseconds for one call. */
const callMs = 800;
/** Milliseconds between two tries, growing with their number. */
const pauseMsPerTry = { min: 40, spread: 120 };

/** An error that says whether the same call may succeed in a moment. */
export class CallError extends Error {
  override name = 'CallError';
  readonly retry: 'at once' | 'later' | 'no';
  constructor(message: string, retry: CallError['retry'], cause?: unknown) {
    super(message, { cause });
    this.retry = retry;
  }
}

export interface TriesOptions {
  readonly clock: Clock;
  /** By the monotonic clock. */
  readonly endMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** `call` gets the milliseconds that it may take. Rejects with the last call's error; one that is no `CallError` is not tried again. */
export async function withTries<T>(call: (timeoutMs: number) => Promise<T>, { clock, endMs, random }: TriesOptions): Promise<T> {
  let deadSockets = 0;
  for (let tries = 1; ; tries++) {
    try {
      return await call(Math.max(1, Math.min(callMs, endMs - clock.monotonic())));
    } catch (error) {
      if (!(error instanceof CallError) || error.retry === 'no') throw error;
      if (error.retry === 'at once' && deadSockets++ === 0) continue;
      const pauseMs = tries * (pauseMsPerTry.min + random() * pauseMsPerTry.spread);
      if (clock.monotonic() + pauseMs + pauseMsPerTry.min > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
