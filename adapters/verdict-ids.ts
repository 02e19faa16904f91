/**
 * Verdict ids: monotonic ULIDs (github.com/ulid/spec), so that they sort in the order in which they were given. Random bytes are
 * drawn by the pool, because drawing them one by one would cost more than the decision.
 */
import { randomFillSync } from 'node:crypto';
import type { VerdictIds } from '../core/ports.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Pairs of digits, each made when it first occurs: to append eight pairs costs a third of sixteen digits. */
const pairs = new Array<string | undefined>(1024);
const randomPairs = 8;

/** `fill` fills a pool with random bytes. */
export function verdictIds(fill: (pool: Uint8Array) => void = randomFillSync): VerdictIds {
  const pool = new Uint8Array(64 * 2 * randomPairs);
  const digits = new Uint16Array(randomPairs);
  let used = pool.length;
  let lastMs = -1;
  let time = '';
  const draw = (): void => {
    if (used === pool.length) {
      fill(pool);
      used = 0;
    }
    for (let i = 0; i < randomPairs; i++, used += 2) digits[i] = (((pool[used] ?? 0) & 31) << 5) | ((pool[used + 1] ?? 0) & 31);
  };
  return {
    next(nowMs) {
      // In the same millisecond, or after the clock went back, the last id's successor. When there is none, the next millisecond.
      if (nowMs > lastMs || !increment(digits)) {
        lastMs = Math.max(nowMs, lastMs + 1);
        time = timePart(lastMs);
        draw();
      }
      return time + textOf(digits);
    },
  };
}

/** Adds one; false when every digit was the last. */
function increment(digits: Uint16Array): boolean {
  for (let i = digits.length - 1; i >= 0; i--) {
    const pair = digits[i] ?? 0;
    digits[i] = (pair + 1) & 1023;
    if (pair < 1023) return true;
  }
  return false;
}

function textOf(digits: Uint16Array): string {
  let text = '';
  for (const pair of digits) text += pairOf(pair);
  return text;
}

function pairOf(pair: number): string {
  const made = pairs[pair] ?? alphabet.charAt(pair >> 5) + alphabet.charAt(pair & 31);
  pairs[pair] = made;
  return made;
}

/** 48 bits in ten digits. */
function timePart(ms: number): string {
  let text = '';
  for (let rest = ms, i = 0; i < 5; i++, rest = Math.floor(rest / 1024)) text = pairOf(rest % 1024) + text;
  return text;
}
