import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parameterStore } from '../../adapters/parameter-store.ts';
import { addToken } from '../../core/connect/tokens.ts';
import type { PolicySource } from '../../core/ports.ts';
import { isAuthorized } from '../../core/review/token.ts';

const name = '/image-warden/prod/clusters';
const tokenOf = (index: number): string => `token-${index}`.padEnd(43, 'x');
/** What `connect` waits before it ends; see cli/connect.ts. */
const waitMs = 40_000;
const stepMs = 500;

/** A world whose clock is ours: one list in the store, and an instance of the function for each time at which one starts. */
function world() {
  let nowMs = 0;
  let list = '';
  const getParameters = async (names: readonly string[]) =>
    new Map(names.map((one) => [one, one === name ? list : one.endsWith('allowlist') ? 'a.io' : null]));
  const clock = { now: () => nowMs, monotonic: () => nowMs };
  const start = (): PolicySource =>
    parameterStore({
      stage: 'prod',
      getParameters,
      clock,
      maxStaleMs: 3_600_000,
      snapshot: async () => null,
      random: () => 0,
      report: () => undefined,
    });
  return {
    start,
    at: (ms: number): void => {
      nowMs = ms;
    },
    rotate: (token: string): void => {
      const added = addToken(name, list === '' ? null : list, 'dev', token);
      if ('problems' in added) throw new Error(added.problems.join());
      list = added.value;
    },
  };
}

describe('rotation under load', () => {
  it('refuses no review: the API server changes over when the wait is over, at once or late', async () => {
    const moments = fc.record({ born: fc.array(fc.nat(120_000), { minLength: 1, maxLength: 4 }), lateMs: fc.nat(20_000) });
    await fc.assert(
      fc.asyncProperty(moments, async ({ born, lateMs }) => {
        const { start, at, rotate } = world();
        rotate(tokenOf(0));
        const instances = new Map<number, PolicySource>();
        let used = 0;
        const refused: string[] = [];
        // A rotation a minute and more; each is applied before the next begins, as `connect` tells.
        const everyMs = waitMs + 25_000;
        for (let ms = 0; ms <= 3 * everyMs; ms += stepMs) {
          at(ms);
          if (ms > 0 && ms % everyMs === 0) rotate(tokenOf(ms / everyMs));
          if (ms % everyMs >= waitMs + lateMs) used = Math.floor(ms / everyMs);
          for (const [index, bornMs] of born.entries()) {
            if (ms < bornMs) continue;
            const instance = instances.get(index) ?? start();
            instances.set(index, instance);
            const { clusters } = await instance.current(1000);
            if (clusters === null || !isAuthorized(clusters, 'dev', tokenOf(used))) refused.push(`${ms}: instance ${index}, token ${used}`);
          }
        }
        expect(refused).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
