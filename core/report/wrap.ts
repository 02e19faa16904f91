/** Wraps a line of printable ASCII for a terminal. */

/** Columns that a terminal must have for wrapping to help: below it the terminal's own wrapping reads better. */
const minWidth = 40;

/**
 * The text in lines of at most `width` columns, broken at blanks: `used` columns of the first line are taken, the others
 * begin with `indent` blanks. A word longer than the line stays whole, so that paths and images can be copied. Null: one line,
 * for pipes.
 */
export function wrap(text: string, width: number | null, used: number, indent: number): string[] {
  if (width === null || width < minWidth) return [text];
  const lines: string[] = [];
  let [line = '', ...words] = text.split(' ');
  for (const word of words) {
    const taken = (lines.length === 0 ? used : indent) + line.length;
    if (taken + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((one, i) => (i === 0 ? one : ' '.repeat(indent) + one));
}
