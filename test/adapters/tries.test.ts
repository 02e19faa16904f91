import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CallError, withTries } from '../../adapters/tries.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Fails for ever: what each try was given, when it began, and the error in the end. */
async function failing(error: Error, endMs: number, random = 0.5) {
  const startMs = performance.now();
  const tries: { atMs: number; timeoutMs: number }[] = [];
  const call = async (timeoutMs: number): Promise<never> => {
    tries.push({ atMs: Math.round(performance.now() - startMs), timeoutMs });
    throw error;
  };
  const options = { clock: { now: Date.now, monotonic: () => performance.now() }, endMs: startMs + endMs, random: () => random };
  const rejected = withTries(call, options).catch((one: unknown) => one);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await rejected).toBe(error);
  return { atMs: tries.map(({ atMs }) => atMs), timeoutMs: tries.map(({ timeoutMs }) => timeoutMs) };
}

describe('withTries', () => {
  it.each([
    ['the shortest pauses', 0, [0, 40, 120, 240, 400]],
    ['the longest pauses', 1, [0, 160, 480]],
  ])('spreads the tries: %s', async (_, random, atMs) => {
    expect((await failing(new CallError('throttled', 'later'), 600, random)).atMs).toEqual(atMs);
  });

  it.each([
    ['the limit of a call', 5000, 800],
    ['what is left', 300, 300],
    ['never nothing', 0, 1],
    ['nor less', -50, 1],
  ])('gives the call %s', async (_, endMs, timeoutMs) => {
    expect((await failing(new CallError('access denied', 'no'), endMs)).timeoutMs).toEqual([timeoutMs]);
  });

  it.each([
    ['there is time for a pause and a call', 140, [0, 100]],
    ['there is not', 139, [0]],
  ])('tries again where %s', async (_, endMs, atMs) => {
    expect((await failing(new CallError('throttled', 'later'), endMs)).atMs).toEqual(atMs);
  });

  it('takes a dead socket for nothing once', async () => {
    expect((await failing(new CallError('reset', 'at once'), 350)).atMs).toEqual([0, 0, 200]);
  });

  it('does not try again what is no error of a call', async () => {
    expect((await failing(new TypeError('oops'), 5000)).atMs).toEqual([0]);
  });
});
