/** What a foreign allowlist says, whatever its form: names or beginnings of images, each with its place in the text. */
import type { Position } from '../yaml.ts';

/** The forms that are read. */
export type Form = 'list' | 'rego' | 'gatekeeper' | 'kyverno';

export interface Named extends Position {
  readonly effect: 'allow' | 'deny';
  /** As written, hostile. */
  readonly text: string;
}

/** Something to tell a person about one place; one sentence, printable ASCII. */
export interface Remark extends Position {
  readonly text: string;
}

export interface Reading {
  readonly form: Form;
  readonly named: Named[];
  /** What the foreign rule does otherwise, apart from its single names. */
  readonly differences: Remark[];
  readonly problems: Remark[];
}

export function emptyReading(form: Form): Reading {
  return { form, named: [], differences: [], problems: [] };
}

/** Line and column of every offset, in the order of the text. */
export function positions(text: string): (offset: number) => Position {
  let [line, start, seen] = [1, 0, 0];
  return (offset) => {
    if (offset < seen) [line, start, seen] = [1, 0, 0];
    for (let next = text.indexOf('\n', seen); next >= 0 && next < offset; next = text.indexOf('\n', seen)) {
      line++;
      start = next + 1;
      seen = start;
    }
    return { line, column: offset - start + 1 };
  };
}
