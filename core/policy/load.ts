/**
 * From texts to a compiled policy: the one way in for Parameter Store, files and tests. A policy that does not load is never
 * half used. What reads documents is loaded with the first one: a plain allowlist does without.
 */
import { escapeText } from '../text.ts';
import { readAllowlist } from './allowlist.ts';
import { compile } from './compile.ts';
import type { PolicyDocument } from './definition.ts';
import { mergeDocument } from './merge.ts';
import type { Policy } from './policy.ts';

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

/** The policy, or every problem of its texts. Never throws. */
export async function loadPolicy({ allowlist, document }: PolicyTexts): Promise<LoadedPolicy> {
  const scopes = allowlist === null ? [] : readAllowlist(allowlist.text);
  if ('message' in scopes) return { problems: [`${escapeText(allowlist?.name ?? '')}:1:${scopes.column}: ${scopes.message}`] };
  if (document !== null) return loadDocument(document, scopes, allowlist?.name ?? null);
  if (allowlist === null) return { problems: ['neither an allowlist nor a policy document is there: at least one must be'] };
  return { policy: compile(mergeDocument(null, scopes), allowlist.name) };
}

async function loadDocument(document: SourceText, scopes: readonly string[], allowlistName: string | null): Promise<LoadedPolicy> {
  const { readDocument } = await import('./document.ts');
  const read = await readDocument(document);
  if ('problems' in read) return read;
  const merged = mergeDocument(read.value as PolicyDocument, scopes);
  const policy = compile(merged, allowlistName === null ? document.name : `${document.name} and ${allowlistName}`);
  const problems = await read.problemsBetween(merged, policy);
  return problems.length > 0 ? { problems } : { policy };
}
