/** A body's bytes, to its JSON value: hostile until the last byte. */
import { maxNestingDepth } from '../limits.ts';
import { escapeText } from '../text.ts';
import type { Rejection } from './http.ts';

// Fatal: an invalid sequence is refused instead of repaired. The BOM is kept, so that JSON refuses it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The value, or a 400 that says what is wrong. Never throws. */
export function parseBody(body: Uint8Array | string): { readonly value: unknown } | Rejection {
  const text = typeof body === 'string' ? body : decode(body);
  if (text === null) return bad('the body is not valid UTF-8');
  if (text === '') return bad('the body is empty: expected a JSON object');
  if (text.startsWith('\ufeff')) return bad('the body begins with a byte order mark: send JSON without one');
  try {
    const value: unknown = JSON.parse(text);
    return !isShallow(text) && isTooDeep(value) ? bad(`the body is nested deeper than ${maxNestingDepth} levels`) : { value };
  } catch (error) {
    return bad(`the body is not JSON: ${escapeText(error instanceof Error ? error.message : String(error))}`);
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Characters up to which brackets are counted: in longer texts there are too many for the count to tell anything. */
const maxCountedLength = 4096;

/** Whether there are not even enough brackets to nest too deeply: in a small body that costs half of looking at each object. */
function isShallow(text: string): boolean {
  if (text.length > maxCountedLength) return false;
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0 && count <= maxNestingDepth; at = text.indexOf(bracket, at + 1)) count++;
  }
  return count <= maxNestingDepth;
}

/** Whether some list or object of a JSON value stands deeper than `maxNestingDepth`; the outermost is level 1. */
export function isTooDeep(value: unknown): boolean {
  return isHolder(value) && reachesBelow(value, maxNestingDepth - 1);
}

/**
 * Whether lists and objects stand more than `levels` levels below the value, or the value itself is one too many. Two levels of
 * objects a call: bodies are full of empty ones, and a call costs more than a look into them.
 */
function reachesBelow(value: object, levels: number): boolean {
  if (levels < 0) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (isHolder(value[i]) && reachesBelow(value[i], levels - 1)) return true;
    return false;
  }
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (!isHolder(item)) continue;
    if (levels === 0) return true;
    if (Array.isArray(item)) {
      if (reachesBelow(item, levels - 1)) return true;
      continue;
    }
    for (const inner in item) {
      const below: unknown = (item as Record<string, unknown>)[inner];
      if (isHolder(below) && reachesBelow(below, levels - 2)) return true;
    }
  }
  return false;
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function bad(message: string): Rejection {
  return { code: 400, message };
}
