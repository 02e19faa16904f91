import { describe, expect, it } from '@jest/globals';
import { type FailureCode, RegistryFailure } from '../../../adapters/registry/failure.ts';
import { limiter } from '../../../adapters/registry/limiter.ts';

/** How a sixth request fares after five that failed so, each after so many milliseconds. */
async function sixth(code: FailureCode, afterMs: number): Promise<string> {
  let nowMs = 0;
  const { run } = limiter({ now: () => nowMs });
  const fail = async (): Promise<never> => {
    nowMs += afterMs;
    throw new RegistryFailure(code, 'x');
  };
  for (let i = 0; i < 5; i++) await run('host', fail).catch(() => null);
  return run('host', async () => 'asked').catch((error: unknown) => (error as Error).message);
}

const alone = 'host failed 5 times in a row and is left alone for a while';

describe('limiter', () => {
  it.each<[string, FailureCode, number, string]>([
    ['an address that cannot be reached', 'unreachable', 0, alone],
    ['no answer for a second', 'timeout', 1000, alone],
    ['no answer in what was left of a review', 'timeout', 999, 'asked'],
    ['no time left to ask', 'timeout', 0, 'asked'],
    ['a wrong digest', 'mismatch', 0, 'asked'],
    ['an address that is refused', 'refused', 0, 'asked'],
  ])('after five times %s', async (_, code, afterMs, expected) => {
    expect(await sixth(code, afterMs)).toBe(expected);
  });
});
