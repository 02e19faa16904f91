/** The terminal as the commands see it: results on standard output, everything else on standard error, colour where wanted. */
import { styleText } from 'node:util';

type Style = 'red' | 'green' | 'yellow' | 'bold' | 'dim' | 'cyan';

export interface Terminal {
  /** Results. */
  out(line: string): void;
  /** Everything else. */
  err(line: string): void;
  /** The text in a style when colour is on; else the text. */
  paint(style: Style, text: string): string;
  /** Columns of standard output; null when it is no terminal. */
  readonly width: number | null;
}

/** Colour when standard output is a terminal, unless NO_COLOR or `--no-color` says otherwise. */
export function processTerminal(color: boolean): Terminal {
  const colored = color && process.stdout.isTTY === true && !process.env['NO_COLOR'];
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    paint: (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text),
    width: process.stdout.isTTY === true ? process.stdout.columns : null,
  };
}
