/** Lines to a file descriptor, each written before `write` returns, so that an answer never comes before its record. */
import type { DecisionLog } from '../core/ports.ts';

/** Tries of a line that a full pipe does not take at once. */
const maxTries = 50;

export interface FdLog extends DecisionLog {
  /** Whether the line was written; what was not is counted, and told in the next line that is. */
  write(line: string): boolean;
}

/** `line` is a JSON object. Never throws: a closed pipe or a full disk must not change a verdict. */
export function fdLog(fd: number): FdLog {
  const { writeSync } = process.getBuiltinModule('node:fs');
  let dropped = 0;
  return {
    write(line) {
      const text = dropped === 0 ? `${line}\n` : `${line.slice(0, -1)},"droppedBefore":${dropped}}\n`;
      const written = writeAll(writeSync, fd, text);
      dropped = written ? 0 : dropped + 1;
      return written;
    },
  };
}

function writeAll(writeSync: typeof import('node:fs').writeSync, fd: number, text: string): boolean {
  let rest: string | Buffer = text;
  for (let tries = 0; tries < maxTries; tries++) {
    try {
      const count: number = typeof rest === 'string' ? writeSync(fd, rest) : writeSync(fd, rest);
      const bytes: Buffer = typeof rest === 'string' ? Buffer.from(rest) : rest;
      if (count === bytes.length) return true;
      rest = bytes.subarray(count);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
  return false;
}
