/**
 * `$name`, `${name}`, `${name:-word}` and the rest that BuildKit replaces in FROM, ARG, ENV, USER and others
 * (frontend/dockerfile/shell). What cannot be known stays in the text as written and is named, so that nobody guesses.
 * Nested words are read again, at most `maxShellDepth` deep; the output is capped.
 */
import { maxExpandedLength, maxShellDepth } from '../limits.ts';
import { substitute } from './substitute.ts';

/** A variable's value; null: it exists and its value is not known; undefined: there is none. */
export type Lookup = (name: string) => string | null | undefined;

export interface Expanded {
  readonly text: string;
  /** Names whose values are not known or that do not exist, and texts that are no substitution. */
  readonly unknown: readonly string[];
}

const reference = /\$(?:(\d+|[@*#?\-$!]|[A-Za-z_]\w*)|\{(\w+)(:?[-+?]|##?|%%?|\/\/?|\}))/y;

export function expand(word: string, lookup: Lookup, escapeChar: string, depth = 0): Expanded {
  const parts: string[] = [];
  const unknown: string[] = [];
  let length = 0;
  let quoted = '';
  for (let i = 0; i < word.length && length <= maxExpandedLength; ) {
    const char = word.charAt(i);
    let part = char;
    let next = i + 1;
    if (
      char === escapeChar &&
      quoted !== "'" &&
      (quoted === '' || '"$'.includes(word.charAt(i + 1)) || word.charAt(i + 1) === escapeChar)
    ) {
      part = word.charAt(i + 1);
      next = i + 2;
    } else if (char === quoted) {
      quoted = '';
      part = '';
    } else if (quoted === '' && (char === '"' || char === "'")) {
      quoted = char;
      part = '';
    } else if (char === '$' && quoted !== "'") {
      const replaced = expandAt(word, i, lookup, escapeChar, depth);
      ({ text: part, end: next } = replaced);
      unknown.push(...replaced.unknown);
    }
    parts.push(part);
    length += part.length;
    i = next;
  }
  if (length > maxExpandedLength) unknown.push('a value that is too long');
  return { text: parts.join('').slice(0, maxExpandedLength), unknown };
}

function expandAt(word: string, at: number, lookup: Lookup, escapeChar: string, depth: number): Expanded & { end: number } {
  reference.lastIndex = at;
  const [whole = '', plain, braced = '', operator = '}'] = reference.exec(word) ?? [];
  if (whole === '') {
    const bad = word.charAt(at + 1) === '{';
    return { text: '$', unknown: bad ? ['a substitution that no builder knows'] : [], end: at + 1 };
  }
  const name = plain ?? braced;
  const value = lookup(name);
  const after = at + whole.length;
  if (plain !== undefined || operator === '}')
    return typeof value === 'string' ? { text: value, unknown: [], end: after } : { text: whole, unknown: [name], end: after };
  const end = closingBrace(word, after);
  if (end < 0 || depth >= maxShellDepth) return { text: word.slice(at), unknown: [name], end: word.length };
  const inner = expand(word.slice(after, end), lookup, escapeChar, depth + 1);
  const done = substitute(value, operator, inner.text);
  if (done === null) return { text: word.slice(at, end + 1), unknown: [name, ...inner.unknown], end: end + 1 };
  return { text: done.text, unknown: done.usesWord ? inner.unknown : [], end: end + 1 };
}

/** The brace that ends `${name:-`; quotes, escapes and nested ones are stepped over. -1 when there is none. */
function closingBrace(word: string, start: number): number {
  let depth = 0;
  let quoted = '';
  for (let i = start; i < word.length; i++) {
    const char = word.charAt(i);
    if (char === '\\') i++;
    else if (char === quoted) quoted = '';
    else if (quoted === '' && (char === '"' || char === "'")) quoted = char;
    else if (quoted === '' && char === '$' && word.charAt(i + 1) === '{') depth++;
    else if (quoted === '' && char === '}' && depth-- === 0) return i;
  }
  return -1;
}
