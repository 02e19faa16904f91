/** One word of a shell script: quotes and escapes removed, variables and substitutions left as written. */
import { parseBackticks } from './backticks.ts';
import { prefixes } from './finish.ts';
import type { Draft, Reader } from './reader.ts';
import { skipOperator } from './redirect.ts';

/** Reads the list inside `$(`; false when it is too deep. */
export type ReadNested = (reader: Reader, draft: Draft) => boolean;

/** Adds the word or the redirection that begins here. */
export function readWord(reader: Reader, draft: Draft, nested: ReadNested): void {
  const { text } = reader;
  const start = reader.at;
  if (isRedirection(text, start)) {
    const kind = skipOperator(reader);
    if (kind === 'process') {
      nested(reader, draft);
      addWord(draft, text.slice(start, reader.at), start);
      return;
    }
    const target = scan(reader, draft, nested);
    if (kind === 'document') reader.heredocs.push(text.slice(reader.at - target.length, reader.at));
    return;
  }
  const word = scan(reader, draft, nested);
  // A number straight before `>` is a file descriptor.
  if (/^\d+$/.test(word) && /[<>]/.test(text.charAt(reader.at))) return;
  addWord(draft, word, start);
}

/** A command begins behind `if`, `do` and their like. */
function addWord(draft: Draft, word: string, start: number): void {
  if (!draft.begun) draft.start = start;
  draft.begun ||= !prefixes.has(word);
  draft.words.push(word);
}

function isRedirection(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char === '<' || char === '>' || (char === '&' && text.charAt(at + 1) === '>');
}

/**
 * Stops at exactly the characters that the list reader takes for operators: other blanks (a byte order mark, a form feed) are
 * part of a word, as in a shell. Anything else would leave both waiting for each other.
 */
function scan(reader: Reader, draft: Draft, nested: ReadNested): string {
  const { text } = reader;
  const parts: string[] = [];
  let quoted = false;
  while (reader.at < text.length) {
    const char = text.charAt(reader.at);
    if (!quoted && /[ \t\r\n;&|()<>]/.test(char)) break;
    if (char === '"') {
      quoted = !quoted;
      reader.at++;
    } else if (char === '\\') {
      parts.push(escaped(text, reader.at, quoted));
      reader.at += 2;
    } else if (char === "'" && !quoted) {
      const end = text.indexOf("'", reader.at + 1);
      const stop = end < 0 ? text.length : end;
      parts.push(text.slice(reader.at + 1, stop));
      reader.at = stop + 1;
    } else if (char === '`') parts.push(parseBackticks(reader, draft, nested));
    else if (char === '$') parts.push(dollar(reader, draft, nested));
    else {
      parts.push(char);
      reader.at++;
    }
  }
  reader.at = Math.min(reader.at, text.length);
  return parts.join('');
}

function escaped(text: string, at: number, quoted: boolean): string {
  const next = text.charAt(at + 1);
  if (next === '\n') return '';
  return quoted && !'"\\$`'.includes(next) ? `\\${next}` : next;
}

/** `$name`, `${...}`, `$((...))` and `$(...)`, as written. */
function dollar(reader: Reader, draft: Draft, nested: ReadNested): string {
  const { text, at } = reader;
  if (text.startsWith('$((', at)) reader.at = endOf(text, '))', at);
  else if (text.startsWith('${', at)) reader.at = endOf(text, '}', at);
  else if (text.startsWith('$(', at)) {
    reader.at += 2;
    nested(reader, draft);
  } else reader.at++;
  return text.slice(at, Math.min(reader.at, text.length));
}

function endOf(text: string, closing: string, at: number): number {
  const found = text.indexOf(closing, at);
  return found < 0 ? text.length : found + closing.length;
}
