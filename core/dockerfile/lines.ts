/**
 * The physical lines of a Dockerfile, cut as BuildKit cuts them (frontend/dockerfile/parser): at line feeds only, carriage
 * returns at a line's end dropped, a byte order mark at the start skipped.
 */
import { maxDockerfileLineBytes } from '../limits.ts';
import type { DockerfileProblem } from './problem.ts';

export interface PhysicalLine {
  readonly text: string;
  /** Columns that were cut off at the front: 1 behind a byte order mark. */
  readonly shift: number;
}

const byteOrderMark = '\ufeff';

/** Every line without its end. */
export function physicalLines(text: string): readonly PhysicalLine[] {
  return text.split('\n').map((line, index) => {
    const marked = index === 0 && line.startsWith(byteOrderMark);
    return { text: withoutReturns(marked ? line.slice(1) : line), shift: marked ? 1 : 0 };
  });
}

/** BuildKit stops at a longer line; another builder may not, so what stands there cannot be told. */
export function tooLongLines(lines: readonly PhysicalLine[]): DockerfileProblem[] {
  const tooLong = ({ text }: PhysicalLine): boolean =>
    text.length * 3 > maxDockerfileLineBytes && Buffer.byteLength(text) > maxDockerfileLineBytes;
  return lines.flatMap((line, index) =>
    tooLong(line)
      ? [{ line: index + 1, column: 1, message: `the line has more than ${maxDockerfileLineBytes} bytes: builders refuse it` }]
      : [],
  );
}

/** How many blanks stand in front. */
export function leadingBlanks(text: string): number {
  return text.length - text.trimStart().length;
}

function withoutReturns(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 13) end--;
  return end === line.length ? line : line.slice(0, end);
}
