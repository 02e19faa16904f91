/** Lines to a file descriptor, each written before `write` returns, so that an answer never comes before its record. */

/** Milliseconds for a reader that is slow: an answer does not wait longer for its record. */
const maxWaitMs = 100;

export interface FdLog {
  /** `line` is a JSON object in printable ASCII. Whether it was written; what was not is counted, and told in the next line that is. */
  write(line: string): boolean;
}

export interface FdLogOptions {
  readonly fd: number;
  /** Writes some bytes, as `fs.writeSync` does: how many they were. */
  readonly writeSync: (fd: number, bytes: string | Uint8Array) => number;
  /** Blocks for that long. */
  readonly sleep: (ms: number) => void;
}

/** Never throws: a closed pipe or a full disk must not change a verdict. */
export function fdLog(options: FdLogOptions): FdLog {
  let dropped = 0;
  return {
    write(line) {
      const text = dropped === 0 ? `${line}\n` : `${line.slice(0, -1)},"droppedBefore":${dropped}}\n`;
      const written = writeAll(text, options);
      dropped = written ? 0 : dropped + 1;
      return written;
    },
  };
}

/** For the process's own streams. */
export function processLog(fd: number): FdLog {
  const { writeSync } = process.getBuiltinModule('node:fs');
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  return fdLog({
    fd,
    writeSync: (to, bytes) => (typeof bytes === 'string' ? writeSync(to, bytes) : writeSync(to, bytes)),
    sleep: (ms) => void Atomics.wait(nothing, 0, 0, ms),
  });
}

/** One character is one byte. A line that was cut by an error stays cut: the next one begins behind its own line end. */
function writeAll(text: string, { fd, writeSync, sleep }: FdLogOptions): boolean {
  let written = 0;
  for (let waitedMs = 0; waitedMs <= maxWaitMs; ) {
    try {
      written += writeSync(fd, written === 0 ? text : Buffer.from(text.slice(written)));
      if (written >= text.length) return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return false;
      sleep(1);
      waitedMs++;
    }
  }
  return false;
}
