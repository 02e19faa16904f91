/** `?timeout=` as API servers send it: Go duration text. */
import { timeoutSeconds } from '../limits.ts';

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, µs: 1e-3, μs: 1e-3, ns: 1e-6 };
const part = /(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|μs|ns)/y;

/** The last text and what it says: a webhook sends the same with each request. */
let last: { readonly text: string; readonly ms: number | null } = { text: '', ms: null };

/** Milliseconds; null for anything that is no duration from 1 to 30 seconds, which is ignored. Hostile text. */
export function parseTimeout(text: string | null): number | null {
  if (text === null || text.length > 32) return null;
  if (text !== last.text) last = { text, ms: readDuration(text) };
  return last.ms;
}

function readDuration(text: string): number | null {
  let ms = 0;
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return null;
    ms += Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN);
  }
  return ms >= timeoutSeconds.min * 1000 && ms <= timeoutSeconds.max * 1000 ? ms : null;
}

/** The share of the time that is used: the rest brings the answer home. */
const share = 0.8;

/** Milliseconds in which the answer must be made: of the caller's patience and ours the lesser, and never less than none. */
export function budgetMs(timeout: string | null, remainingMs: number | null): number {
  const ms = Math.min(parseTimeout(timeout) ?? timeoutSeconds.max * 1000, remainingMs ?? timeoutSeconds.max * 1000);
  return share * Math.max(0, ms);
}
