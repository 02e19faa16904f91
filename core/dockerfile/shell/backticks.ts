/** The old substitution: `...`, whose inner backticks and backslashes are escaped. */
import { type Draft, newReader, type Reader } from './reader.ts';
import type { ReadNested } from './word.ts';

/** Reads it as a list of its own; returns it as written, and the reader stands behind it. */
export function parseBackticks(reader: Reader, draft: Draft, nested: ReadNested): string {
  const { text, at, found, depth, locate } = reader;
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== '`') end += text.charAt(end) === '\\' ? 2 : 1;
  const inner = text.slice(at + 1, end).replace(/\\([`\\$])/g, '$1');
  const place = locate(at);
  nested(
    newReader(inner, () => place, found, depth),
    draft,
  );
  reader.at = Math.min(end + 1, text.length);
  return text.slice(at, reader.at);
}
