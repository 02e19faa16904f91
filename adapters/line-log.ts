/**
 * Records to a stream, one line each. A reader that went away or a full disk never stops the service, and never changes a
 * verdict: the answer's audit annotations still carry it. What is lost is counted, and told.
 */
import type { Writable } from 'node:stream';

export interface LineLog {
  /** `line` is a JSON object without a line end. False: it could not be written. */
  write(line: string): boolean;
  /** Tells how many records were lost, if any. */
  close(): void;
}

/** `report` hears of the first lost record, of the 10th, of the 100th and so on, and of all at the end. */
export function lineLog(stream: Writable, report: (line: string) => void): LineLog {
  let dropped = 0;
  const drop = (error: Error): false => {
    dropped++;
    if (Number.isInteger(Math.log10(dropped))) report(`${count(dropped)} so far: ${error.message}`);
    return false;
  };
  // Without a listener the first EPIPE would end the process. What was lost is counted below.
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      // A stream that has failed for good would keep what it is given, and tell nobody.
      if (stream.errored !== null || !stream.writable) return drop(stream.errored ?? new Error('the stream is closed'));
      try {
        stream.write(`${line}\n`, (error) => {
          if (error) drop(error);
        });
        return true;
      } catch (error) {
        return drop(error instanceof Error ? error : new Error(String(error)));
      }
    },
    close: () => {
      if (dropped > 0) report(count(dropped));
    },
  };
}

function count(dropped: number): string {
  return dropped === 1 ? '1 record could not be written' : `${dropped} records could not be written`;
}
