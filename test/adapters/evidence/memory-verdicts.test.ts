import { describe, expect, it } from '@jest/globals';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';

const verdict = (judgedMs: number) => ({ violations: [], judgedMs, untilMs: judgedMs + 1 });

describe('memoryVerdicts', () => {
  it('keeps the last verdict of a key', async () => {
    const store = memoryVerdicts();
    expect(await store.get('a')).toBeNull();
    for (const ms of [1, 2]) expect(await store.put('a', verdict(ms))).toBe(true);
    expect(await store.get('a')).toEqual(verdict(2));
  });

  it('keeps 10,000; the one that was put longest ago goes', async () => {
    const store = memoryVerdicts();
    for (let i = 0; i < 10_000; i++) await store.put(String(i), verdict(i));
    await store.put('0', verdict(0));
    expect(await store.get('1')).not.toBeNull();
    await store.put('new', verdict(0));
    expect([await store.get('0'), await store.get('1'), await store.get('2'), await store.get('new')]).toEqual([
      verdict(0),
      null,
      verdict(2),
      verdict(0),
    ]);
  });
});
