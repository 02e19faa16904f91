/** An input's text, with a limit, and a word on what is no text. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { describeFileError } from '../adapters/files.ts';
import type { Input } from './inputs.ts';

/** Bytes of one file: a whole cluster's dump is below it. */
export const maxFileBytes = 256 * 1024 * 1024;

/** The text; null when it could not be read, which is reported in one line. */
export async function readInput({ path }: Input, report: (problem: string) => void, maxBytes = maxFileBytes): Promise<string | null> {
  try {
    const bytes = path === '-' ? await readStream(process.stdin, maxBytes) : await readFileUpTo(path, maxBytes);
    if (typeof bytes === 'number') report(`${path}: ${bytes} bytes or more, expected at most ${maxBytes}`);
    else if (bytes.includes(0)) report(`${path}: it is binary, or in UTF-16: expected text in UTF-8`);
    else return bytes.toString('utf8');
  } catch (error) {
    report(describeFileError(path, error));
  }
  return null;
}

/** A file is measured before it is read; a pipe is counted while it is. */
async function readFileUpTo(path: string, maxBytes: number): Promise<Buffer | number> {
  const handle = await open(path);
  try {
    const found = await handle.stat();
    if (!found.isFile()) return await readStream(createReadStream(path), maxBytes);
    return found.size > maxBytes ? found.size : await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The bytes, or how many there are at least when they are too many. */
async function readStream(stream: Readable, maxBytes: number): Promise<Buffer | number> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes) return length;
  }
  return Buffer.concat(chunks);
}
