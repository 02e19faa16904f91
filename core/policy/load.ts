/**
 * From texts to a compiled policy: the one way in for Parameter Store, files and tests. A policy that does not load is never
 * half used. What reads documents is loaded with the first one: a plain allowlist does without.
 */
import { escapeText } from '../text.ts';
import { readAllowlist } from './allowlist.ts';
import { compile } from './compile.ts';
import type { PolicyDocument } from './definition.ts';
import { type MergedDocument, mergeDocument } from './merge.ts';
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
export type LoadedPolicy = Loaded | { readonly problems: readonly string[] };

export interface Loaded {
  readonly policy: Policy;
  /** What was compiled: allowlist and document as one. */
  readonly document: MergedDocument;
  /** How many of its entries stand in the document; the rest came from the allowlist. */
  readonly ownEntries: number;
  /** The plain allowlist's scopes. */
  readonly allowlist: readonly string[];
  /** Where something stands in the document's text: `FILE:LINE:COLUMN`. */
  locate(steps: readonly (string | number)[]): Promise<string>;
}

/** The policy, or every problem of its texts. Never throws. */
export async function loadPolicy({ allowlist, document }: PolicyTexts): Promise<LoadedPolicy> {
  const scopes = allowlist === null ? [] : readAllowlist(allowlist.text);
  if ('message' in scopes) return { problems: [`${escapeText(allowlist?.name ?? '')}:1:${scopes.column}: ${scopes.message}`] };
  if (document !== null) return loadDocument(document, scopes, allowlist?.name ?? null);
  if (allowlist === null) return { problems: ['neither an allowlist nor a policy document is there: at least one must be'] };
  const merged = mergeDocument(null, scopes);
  return {
    policy: compile(merged, allowlist.name),
    document: merged,
    ownEntries: 0,
    allowlist: scopes,
    locate: async () => `${escapeText(allowlist.name)}:1:1`,
  };
}

async function loadDocument(document: SourceText, scopes: readonly string[], allowlistName: string | null): Promise<LoadedPolicy> {
  const { readDocument } = await import('./document.ts');
  const read = await readDocument(document);
  if ('problems' in read) return read;
  const value = read.value as PolicyDocument;
  const merged = mergeDocument(value, scopes);
  const presets = merged.presets.length === 0 ? {} : (await import('../presets/presets.ts')).presets;
  const policy = compile(merged, allowlistName === null ? document.name : `${document.name} and ${allowlistName}`, presets);
  const problems = await read.problemsBetween(merged, policy);
  return problems.length > 0
    ? { problems }
    : { policy, document: merged, ownEntries: value.images?.length ?? 0, allowlist: scopes, locate: read.locate };
}
