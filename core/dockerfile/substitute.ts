/** What an operator makes of a variable's value: `${name:-word}`, `${name#pattern}`, `${name/old/new}`. */
import { maxExpandedLength } from '../limits.ts';

export interface Substituted {
  readonly text: string;
  /** Whether the operator's own word is part of it. */
  readonly usesWord: boolean;
}

/**
 * `value`: null when it is not known, undefined when there is none. Null: cannot be told.
 * Patterns may have one `*` and no `?`: more is not worth a matcher that hostile text can slow down.
 */
export function substitute(value: string | null | undefined, operator: string, word: string): Substituted | null {
  const present = typeof value === 'string' && !(operator.startsWith(':') && value === '');
  const kind = operator.charAt(operator.length - 1);
  if (kind === '-') return present ? { text: value, usesWord: false } : { text: word, usesWord: true };
  if (kind === '+') return present ? { text: word, usesWord: true } : { text: '', usesWord: false };
  if (typeof value !== 'string' || (kind === '?' && !present)) return null;
  if (kind === '?') return { text: value, usesWord: false };
  const longest = operator.length === 2;
  const text = kind === '/' ? replace(value, word, longest) : trim(value, word, kind === '#', longest);
  return text === null ? null : { text, usesWord: true };
}

function trim(value: string, pattern: string, front: boolean, longest: boolean): string | null {
  const parts = patternParts(pattern);
  if (parts === null) return null;
  const [before, after] = parts;
  if (front) {
    if (!value.startsWith(before)) return value;
    if (after === null) return value.slice(before.length);
    const at = longest ? value.lastIndexOf(after) : value.indexOf(after, before.length);
    return at < before.length ? value : value.slice(at + after.length);
  }
  if (after === null) return value.endsWith(before) ? value.slice(0, value.length - before.length) : value;
  if (!value.endsWith(after)) return value;
  const limit = value.length - after.length - before.length;
  const at = limit < 0 ? -1 : longest ? value.indexOf(before) : value.lastIndexOf(before, limit);
  return at < 0 || at > limit ? value : value.slice(0, at);
}

function replace(value: string, word: string, all: boolean): string | null {
  const slash = word.indexOf('/');
  const parts = slash < 0 ? null : patternParts(word.slice(0, slash));
  if (parts === null || parts[1] !== null || parts[0] === '') return null;
  const [old] = parts;
  const replacement = word.slice(slash + 1);
  const pieces = value.split(old);
  if (value.length + pieces.length * replacement.length > maxExpandedLength) return null;
  if (all) return pieces.join(replacement);
  const at = value.indexOf(old);
  return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + old.length);
}

/** The texts before and behind the only star; the second is null without one; null altogether for what is not supported. */
function patternParts(pattern: string): [string, string | null] | null {
  if (/[?\\]/.test(pattern)) return null;
  const [before = '', after = null, ...more] = pattern.split('*');
  return more.length > 0 ? null : [before, after];
}
