/**
 * What a value of the policy document may look like, as data: the reader (read.ts) and the editors' JSON Schema
 * (json-schema.ts) are two interpretations of one definition (definition.ts), so they cannot disagree.
 */

/** Why a text is not acceptable; `expected` completes "expected ...". */
export interface TextProblem {
  readonly expected: string;
  /** One clause on what is wrong with this text; null when the text itself says it. */
  readonly reason: string | null;
}

export interface TextShape {
  readonly type: 'text';
  readonly doc: string;
  /** Judges the text; null when it is acceptable. Absent: any printable text up to `maxLength` characters. */
  readonly check?: (text: string) => TextProblem | null;
  readonly pattern?: string;
  readonly maxLength?: number;
  /** The text may be a secret by mistake: problems do not repeat it. */
  readonly secret?: true;
}

/** Characters of a text without a `check` and a length of its own. */
export const maxPlainLength = 1024;

export interface ObjectShape {
  readonly type: 'object';
  readonly doc: string;
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** At most one of them. */
  readonly exclusive?: readonly (readonly [string, string])[];
  /** At least one of them. */
  readonly anyOf?: readonly string[];
}

export type Shape =
  | TextShape
  | ObjectShape
  | { readonly type: 'choice'; readonly doc: string; readonly values: readonly (string | number)[] }
  | { readonly type: 'flag'; readonly doc: string }
  | { readonly type: 'number'; readonly doc: string; readonly min: number; readonly max: number }
  | { readonly type: 'list'; readonly doc: string; readonly of: Shape; readonly min?: number; readonly max: number }
  | { readonly type: 'map'; readonly doc: string; readonly key: TextShape; readonly of: Shape; readonly max: number }
  /** The first alternative that fits by JSON type, and for objects by one of its keys, reads the value and words its problems. */
  | { readonly type: 'either'; readonly doc: string; readonly expected: string; readonly of: readonly Shape[] };

/** Problems named at once; a document with more is beyond repair by reading them. */
export const maxProblems = 20;

/** Something wrong with a document: where, what was expected, what was there, and how to fix it. */
export interface Problem {
  /** Keys and list positions from the document's root. */
  readonly steps: readonly (string | number)[];
  /** The trouble is the last step's key itself, not its value. */
  readonly onKey: boolean;
  /** Completes "expected ...". */
  readonly expected: string;
  /** Completes "got ...", hostile text already escaped. */
  readonly got: string;
  /** A sentence part that tells what to do; null when expected and got say it. */
  readonly hint: string | null;
}
