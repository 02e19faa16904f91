/** Verdicts in memory, for one process: the oldest goes when there are too many. */
import type { StoredVerdict, VerdictStore } from '../../core/evidence/prove.ts';

/** Some 300 bytes each: 3 MB. */
const maxVerdicts = 10_000;

export function memoryVerdicts(): VerdictStore {
  const verdicts = new Map<string, StoredVerdict>();
  return {
    get: async (key) => verdicts.get(key) ?? null,
    async put(key, verdict) {
      verdicts.delete(key);
      verdicts.set(key, verdict);
      const [oldest] = verdicts.keys();
      if (verdicts.size > maxVerdicts && oldest !== undefined) verdicts.delete(oldest);
      return true;
    },
  };
}
