/**
 * Verdict ids: ULIDs (github.com/ulid/spec), so that they sort by time. Random bytes are drawn by the pool, because drawing
 * them one by one would cost more than the decision.
 */
import { randomFillSync } from 'node:crypto';
import type { VerdictIds } from '../core/ports.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomLength = 16;

export function verdictIds(): VerdictIds {
  const pool = new Uint8Array(64 * randomLength);
  let used = pool.length;
  return {
    next(nowMs) {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      let id = timePart(nowMs);
      for (const end = used + randomLength; used < end; used++) id += alphabet.charAt((pool[used] ?? 0) & 31);
      return id;
    },
  };
}

/** 48 bits in ten digits. */
function timePart(nowMs: number): string {
  let text = '';
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text;
  return text;
}
