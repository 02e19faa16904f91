/** Reads a policy document: its text, its shape, and what its entries say together; every problem is told with its place. */
import { escapeText, quote } from '../text.ts';
import { documentShape } from './definition.ts';
import { entryProblems } from './entries.ts';
import type { SourceText } from './load.ts';
import type { MergedDocument } from './merge.ts';
import type { Policy } from './policy.ts';
import { problemsOf } from './read.ts';
import { rewriteProblems } from './rewrite.ts';
import type { Problem, Shape } from './shape.ts';
import { type DocumentText, readDocumentText } from './source.ts';
import { evidenceProblems } from './verifier-names.ts';

/** Characters of a document: 100,000 entries need 5 million. */
export const maxDocumentLength = 32 * 1024 * 1024;

export interface ReadText {
  /** Of the shape. */
  readonly value: unknown;
  /** `FILE:LINE:COLUMN` of what stands at these steps. */
  locate(steps: readonly (string | number)[]): Promise<string>;
  /** A problem of it as one line. */
  lineOf(problem: Problem): Promise<string>;
}

export interface ReadDocument extends ReadText {
  /** What is wrong between the parts of the merged document, one line each. */
  problemsBetween(merged: MergedDocument, policy: Policy): Promise<readonly string[]>;
}

export interface Problems {
  readonly problems: readonly string[];
}

/** Never throws. */
export async function readDocument(source: SourceText): Promise<ReadDocument | Problems> {
  const read = await readShaped(source, documentShape);
  if ('problems' in read) return read;
  const problemsBetween = (merged: MergedDocument, { entries }: Policy): Promise<readonly string[]> =>
    Promise.all(
      [...entryProblems(merged.images, entries), ...rewriteProblems(merged.rewrite), ...evidenceProblems(merged)].map(read.lineOf),
    );
  return { ...read, problemsBetween };
}

/** A text whose value is of the shape, or why it is not. Never throws. */
export async function readShaped({ name, text }: SourceText, shape: Shape): Promise<ReadText | Problems> {
  const file = escapeText(name);
  if (text.length > maxDocumentLength)
    return { problems: [`${file}:1:1: ${text.length} characters, expected at most ${maxDocumentLength}`] };
  const read = await readDocumentText(text.startsWith('\ufeff') ? text.slice(1) : text);
  if ('message' in read) return { problems: [`${file}:${read.line}:${read.column}: ${read.message}`] };
  const lineOf = (problem: Problem): Promise<string> => lineOfProblem(file, read, problem);
  const locate = async (steps: readonly (string | number)[]): Promise<string> => {
    const { line, column } = await read.locate(steps, false);
    return `${file}:${line}:${column}`;
  };
  const problems = problemsOf(read.value, shape);
  return problems.length > 0 ? { problems: await Promise.all(problems.map(lineOf)) } : { value: read.value, locate, lineOf };
}

async function lineOfProblem(file: string, text: DocumentText, { steps, onKey, expected, got, hint }: Problem): Promise<string> {
  const { line, column } = await text.locate(steps, onKey);
  const key = steps.length === 0 ? 'the document' : pathOf(steps);
  return `${file}:${line}:${column}: ${key}: expected ${expected}, got ${got}${hint === null ? '' : `; ${hint}`}`;
}

/** `images[3].where`, `clusters["a b"]`: printable and short whatever the keys are. */
function pathOf(steps: readonly (string | number)[]): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z][\w-]{0,79}$/.test(step) ? `.${step}` : `[${quote(step, 80)}]`))
    .join('')
    .replace(/^\./, '');
}
