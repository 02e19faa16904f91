import { describe, expect, it } from '@jest/globals';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';
import { tieredVerdicts } from '../../../adapters/evidence/tiered-verdicts.ts';
import type { StoredVerdict, VerdictStore } from '../../../core/evidence/prove.ts';

const minute = 60_000;
const verdict: StoredVerdict = { violations: [], judgedMs: 0, untilMs: 60 * minute };

/** A farther store that counts its reads. */
function world() {
  let [nowMs, reads] = [0, 0];
  const table = memoryVerdicts();
  const far: VerdictStore = {
    get: (key) => {
      reads++;
      return table.get(key);
    },
    put: table.put,
  };
  const environment = () => tieredVerdicts(memoryVerdicts(), far, { now: () => nowMs });
  return {
    environment,
    table,
    reads: () => reads,
    at: (ms: number) => {
      nowMs = ms;
    },
  };
}

describe('tieredVerdicts', () => {
  it('asks the farther once', async () => {
    const { environment, table, reads } = world();
    await table.put('k', verdict);
    const store = environment();
    expect(await store.get('k')).toEqual(verdict);
    expect(await store.get('k')).toEqual({ ...verdict, untilMs: 5 * minute });
    expect(reads()).toBe(1);
  });

  it('asks it again after five minutes, and believes it', async () => {
    const { environment, table, reads, at } = world();
    await table.put('k', verdict);
    const store = environment();
    await store.get('k');
    const newer = { ...verdict, judgedMs: minute };
    await table.put('k', newer);
    at(5 * minute - 1);
    expect((await store.get('k'))?.judgedMs).toBe(0);
    at(5 * minute);
    expect(await store.get('k')).toEqual(newer);
    expect(reads()).toBe(2);
  });

  it('never makes a verdict hold longer', async () => {
    const { environment, at } = world();
    const store = environment();
    await store.put('k', { ...verdict, untilMs: minute });
    expect((await store.get('k'))?.untilMs).toBe(minute);
    at(minute);
    expect((await store.get('k'))?.untilMs).toBe(minute);
  });

  it('says whether the farther has kept a verdict', async () => {
    const failing = { get: async () => null, put: async () => false };
    const store = tieredVerdicts(memoryVerdicts(), failing, { now: () => 0 });
    expect(await store.put('k', verdict)).toBe(false);
    expect(await store.get('k')).not.toBeNull();
    expect(await world().environment().put('k', verdict)).toBe(true);
  });

  it('tells other environments', async () => {
    const { environment } = world();
    await environment().put('k', verdict);
    expect(await environment().get('k')).toEqual(verdict);
  });

  it('asks again for what nobody knew', async () => {
    const { environment, table, reads } = world();
    const store = environment();
    expect(await store.get('k')).toBeNull();
    await table.put('k', verdict);
    expect(await store.get('k')).toEqual(verdict);
    expect(reads()).toBe(2);
  });
});
