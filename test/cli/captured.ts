/** A terminal that remembers what it was told. */
import type { Terminal } from '../../cli/terminal.ts';

export function captured(): Terminal & { readonly outLines: string[]; readonly errLines: string[] } {
  const [outLines, errLines]: [string[], string[]] = [[], []];
  return {
    outLines,
    errLines,
    out: (line) => void outLines.push(line),
    err: (line) => void errLines.push(line),
    paint: (_, text) => text,
    width: null,
  };
}
