/**
 * From texts to a compiled policy: the one way in for Parameter Store, files and tests. A policy that does not load is never
 * half used.
 */

import { escapeText, quote } from '../text.ts';
import { readAllowlist } from './allowlist.ts';
import { compile } from './compile.ts';
import { documentShape, type PolicyDocument } from './definition.ts';
import { mergeDocument } from './merge.ts';
import type { Policy } from './policy.ts';
import { problemsOf } from './read.ts';
import type { Problem } from './shape.ts';
import { type DocumentText, readDocumentText } from './source.ts';

export interface SourceText {
  /** The file or parameter, for messages. */
  readonly name: string;
  readonly text: string;
}

/** At least one of them. */
export interface PolicyTexts {
  /** Comma-separated scopes. */
  readonly allowlist: SourceText | null;
  /** YAML or JSON. */
  readonly document: SourceText | null;
}

/** Each problem is one line: `FILE:LINE:COLUMN: KEY: expected ..., got ...; HINT`. */
export type LoadedPolicy = { readonly policy: Policy } | { readonly problems: readonly string[] };

/** Characters of a document: 100,000 entries need 5 million. */
export const maxDocumentLength = 32 * 1024 * 1024;

/** The policy, or every problem of its texts. Never throws. */
export async function loadPolicy({ allowlist, document }: PolicyTexts): Promise<LoadedPolicy> {
  if (allowlist === null && document === null)
    return { problems: ['neither an allowlist nor a policy document is there: at least one must be'] };
  const scopes = allowlist === null ? [] : readAllowlist(allowlist.text);
  if ('message' in scopes) return { problems: [`${escapeText(allowlist?.name ?? '')}:1:${scopes.column}: ${scopes.message}`] };
  if (document === null) return finish(null, scopes, allowlist?.name ?? '', async () => '');
  const { name, text } = document;
  if (text.length > maxDocumentLength)
    return { problems: [`${escapeText(name)}:1:1: ${text.length} characters, expected at most ${maxDocumentLength}`] };
  const read = await readDocumentText(text.startsWith('\ufeff') ? text.slice(1) : text);
  if ('message' in read) return { problems: [`${escapeText(name)}:${read.line}:${read.column}: ${read.message}`] };
  const line = (problem: Problem): Promise<string> => lineOfProblem(name, read, problem);
  const problems = problemsOf(read.value, documentShape);
  if (problems.length > 0) return { problems: await Promise.all(problems.map(line)) };
  return finish(read.value as PolicyDocument, scopes, allowlist === null ? name : `${name} and ${allowlist.name}`, line);
}

async function finish(
  document: PolicyDocument | null,
  scopes: readonly string[],
  source: string,
  line: (problem: Problem) => Promise<string>,
): Promise<LoadedPolicy> {
  const compiled = compile(mergeDocument(document, scopes), source);
  return 'hash' in compiled ? { policy: compiled } : { problems: await Promise.all(compiled.map(line)) };
}

export async function lineOfProblem(name: string, text: DocumentText, { steps, onKey, expected, got, hint }: Problem): Promise<string> {
  const { line, column } = await text.locate(steps, onKey);
  const key = steps.length === 0 ? 'the document' : pathOf(steps);
  return `${escapeText(name)}:${line}:${column}: ${key}: expected ${expected}, got ${got}${hint === null ? '' : `; ${hint}`}`;
}

/** `images[3].where`, `clusters["a b"]`: printable and short whatever the keys are. */
function pathOf(steps: readonly (string | number)[]): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z][\w-]{0,79}$/.test(step) ? `.${step}` : `[${quote(step, 80)}]`))
    .join('')
    .replace(/^\./, '');
}
