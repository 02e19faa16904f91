/** An input's text, with a limit, and a word on what is no text. A large List comes in pieces. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { describeFileError } from '../adapters/files.ts';
import { listSplitter } from '../core/check/list-splitter.ts';
import type { Input } from './inputs.ts';

/** Bytes of one file that is read whole. */
const maxFileBytes = 256 * 1024 * 1024;
/** Bytes of a List that is read in pieces. */
const maxListBytes = 4 * 1024 * 1024 * 1024;
/** Bytes that are looked at to tell a List; what is not longer is read whole. */
const headBytes = 4 * 1024 * 1024;
const pieceBytes = 256 * 1024;

interface Limits {
  readonly maxBytes: number;
  readonly headBytes: number;
}

const usual: Limits = { maxBytes: maxFileBytes, headBytes };

export type Opened = { readonly text: string } | { readonly chunks: AsyncIterable<Buffer>; readonly totalBytes: number | null };

/** The text; null when it could not be read, which is reported in one line. */
export async function readInput({ path }: Input, report: (problem: string) => void, limits = usual): Promise<string | null> {
  const opened = await openInput({ path }, report, { ...limits, headBytes: limits.maxBytes });
  if (opened === null || 'text' in opened) return opened?.text ?? null;
  report(tooLarge(path, opened.totalBytes ?? limits.maxBytes + 1, limits.maxBytes));
  return null;
}

/** The text, or a List in JSON in pieces; null when it cannot be read, which is reported in one line. */
export async function openInput({ path }: Pick<Input, 'path'>, report: (problem: string) => void, limits = usual): Promise<Opened | null> {
  try {
    const found = path === '-' ? null : statSync(path);
    const totalBytes = found?.isFile() ? found.size : null;
    // At once: a stream costs more than a small file, and there are thousands of them.
    if (totalBytes !== null && totalBytes <= limits.headBytes) return textOf(path, readFileSync(path, 'utf8'), report);
    const chunks: AsyncIterator<Buffer> = (path === '-' ? process.stdin : createReadStream(path, { highWaterMark: pieceBytes }))[
      Symbol.asyncIterator
    ]();
    const head = await readUpTo(chunks, limits.headBytes);
    if (head.isWhole || head.bytes.includes(0)) return textOf(path, head.bytes.toString('utf8'), report);
    if (isList(head.bytes)) return { chunks: both(head.bytes, chunks), totalBytes };
    else if ((totalBytes ?? 0) <= limits.maxBytes) return await readWhole(path, head.bytes, chunks, limits.maxBytes, report);
    else report(tooLarge(path, totalBytes ?? 0, limits.maxBytes));
    await chunks.return?.();
  } catch (error) {
    report(describeFileError(path, error));
  }
  return null;
}

function textOf(path: string, text: string, report: (problem: string) => void): Opened | null {
  if (!text.includes('\0')) return { text };
  report(`${path}: it is binary, or in UTF-16: expected text in UTF-8`);
  return null;
}

interface Head {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

async function readUpTo(chunks: AsyncIterator<Buffer>, maxBytes: number): Promise<Head> {
  const parts: Buffer[] = [];
  for (let length = 0; length <= maxBytes; ) {
    const { value, done } = await chunks.next();
    if (done) return { bytes: Buffer.concat(parts), isWhole: true };
    parts.push(value);
    length += value.length;
  }
  return { bytes: Buffer.concat(parts), isWhole: false };
}

async function readWhole(
  path: string,
  head: Buffer,
  chunks: AsyncIterator<Buffer>,
  maxBytes: number,
  report: (problem: string) => void,
): Promise<Opened | null> {
  const rest = head.length > maxBytes ? { bytes: head, isWhole: false } : await readUpTo(chunks, maxBytes - head.length);
  if (rest.isWhole) return { text: Buffer.concat([head, rest.bytes]).toString('utf8') };
  await chunks.return?.();
  report(tooLarge(path, maxBytes + 1, maxBytes));
  return null;
}

function tooLarge(path: string, bytes: number, maxBytes: number): string {
  return `${path}: ${bytes} bytes or more, expected at most ${maxBytes}`;
}

/** kubectl writes `items` first. */
function isList(head: Buffer): boolean {
  const text = head.toString('utf8', 0, 65_536);
  if (!/^\ufeff?\s*\{/.test(text.slice(0, 1024))) return false;
  const splitter = listSplitter();
  splitter.feed(text);
  return splitter.hasItems();
}

async function* both(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  // In pieces, so that what was judged can be forgotten.
  for (let at = 0; at < head.length; at += pieceBytes) yield head.subarray(at, at + pieceBytes);
  let length = head.length;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    length += next.value.length;
    if (length > maxListBytes) throw new Error(`more than ${maxListBytes} bytes`);
    yield next.value;
  }
}
