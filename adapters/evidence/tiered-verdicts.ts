/** Two stores as one: the nearer is asked first, and learns what the farther knows. */
import type { StoredVerdict, VerdictStore } from '../../core/evidence/prove.ts';
import type { Clock } from '../../core/ports.ts';

/** Milliseconds for which the nearer is believed: for so long it has not heard of a scan that found more. */
const nearMs = 300_000;

export function tieredVerdicts(near: VerdictStore, far: VerdictStore, clock: Pick<Clock, 'now'>): VerdictStore {
  const keepNear = (key: string, verdict: StoredVerdict): Promise<boolean> =>
    near.put(key, { ...verdict, untilMs: Math.min(verdict.untilMs, clock.now() + nearMs) });
  return {
    async get(key) {
      const known = await near.get(key);
      if (known !== null && clock.now() < known.untilMs) return known;
      const found = await far.get(key);
      if (found !== null) await keepNear(key, found);
      return found;
    },
    async put(key, verdict) {
      const [, kept] = await Promise.all([keepNear(key, verdict), far.put(key, verdict)]);
      return kept;
    },
  };
}
