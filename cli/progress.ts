/** A bar on the terminal while something large is read; elsewhere nothing. */

export interface Progress {
  /** `done` and `total` in bytes; `total` null: nobody knows. */
  show(done: number, total: number | null): void;
  /** Takes the bar away. */
  clear(): void;
}

export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two pictures. */
const everyMs = 100;
const width = 30;

export function progressOn(stream: ProgressStream, now: () => number): Progress {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let last = Number.NEGATIVE_INFINITY;
  return {
    show: (done, total) => {
      if (now() - last < everyMs) return;
      last = now();
      stream.write(`\r${barOf(done, total)}`);
    },
    clear: () => {
      if (last > Number.NEGATIVE_INFINITY) stream.write('\r\u001b[K');
    },
  };
}

function barOf(done: number, total: number | null): string {
  const megabytes = `${Math.floor(done / 1_000_000)} MB`;
  if (total === null || total === 0) return megabytes;
  const share = Math.min(done / total, 1);
  const full = Math.round(share * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${Math.floor(share * 100)} % of ${Math.floor(total / 1_000_000)} MB`;
}
