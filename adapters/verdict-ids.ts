/**
 * Verdict ids: monotonic ULIDs (github.com/ulid/spec), so that they sort in the order in which they were given. Random bytes are
 * drawn by the pool, because drawing them one by one would cost more than the decision.
 */
import { randomFillSync } from 'node:crypto';
import type { VerdictIds } from '../core/ports.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomLength = 16;

/** `fill` fills a pool with random bytes. */
export function verdictIds(fill: (pool: Uint8Array) => void = randomFillSync): VerdictIds {
  const pool = new Uint8Array(64 * randomLength);
  const digits = new Uint8Array(randomLength);
  let used = pool.length;
  let lastMs = -1;
  const draw = (): void => {
    if (used === pool.length) {
      fill(pool);
      used = 0;
    }
    for (let i = 0; i < randomLength; i++, used++) digits[i] = (pool[used] ?? 0) & 31;
  };
  return {
    next(nowMs) {
      // In the same millisecond, or after the clock went back, the last id's successor. When there is none, the next millisecond.
      if (nowMs > lastMs || !increment(digits)) {
        lastMs = Math.max(nowMs, lastMs + 1);
        draw();
      }
      return timePart(lastMs) + textOf(digits);
    },
  };
}

/** Adds one; false when every digit was the last. */
function increment(digits: Uint8Array): boolean {
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0;
    digits[i] = (digit + 1) & 31;
    if (digit < 31) return true;
  }
  return false;
}

function textOf(digits: Uint8Array): string {
  let text = '';
  for (const digit of digits) text += alphabet.charAt(digit);
  return text;
}

/** 48 bits in ten digits. */
function timePart(ms: number): string {
  let text = '';
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text;
  return text;
}
