/** What is written to Parameter Store when a policy is published, and why it may not be. */
import { canonicalJson } from '../policy/canonical.ts';
import { type CaseResult, runCases } from '../policy/cases.ts';
import type { PolicyDocument } from '../policy/definition.ts';
import type { Loaded } from '../policy/load.ts';
import { quote } from '../text.ts';

/** Bytes of a value (Parameter Store, service quotas). */
export const maxStandardBytes = 4096;
const maxAdvancedBytes = 8192;

export interface Publication {
  /** The document as canonical JSON. */
  readonly value: string;
  readonly tier: 'Standard' | 'Advanced';
}

/** The value to write; or why the policy is not published, one line each. `document` is what was read, without the allowlist. */
export function publicationOf(
  document: PolicyDocument,
  merged: Loaded,
  nowMs: number,
): Publication | { readonly problems: readonly string[] } {
  const value = canonicalJson(document);
  const bytes = Buffer.byteLength(value);
  const failed = runCases(merged.policy, merged.document.cases, nowMs).results.filter(({ passed }) => !passed);
  const problems = failed.map(failedLine);
  if (bytes > maxAdvancedBytes)
    problems.push(
      `${bytes} bytes as JSON, expected at most ${maxAdvancedBytes}, the most that a parameter holds: bake the policy into the artifact, or shorten it`,
    );
  return problems.length > 0 ? { problems } : { value, tier: bytes > maxStandardBytes ? 'Advanced' : 'Standard' };
}

function failedLine({ case: one, allowed, message }: CaseResult): string {
  const why = message === null ? '' : `: ${message}`;
  return `a case fails: ${quote(one.image)} is expected to be ${one.expect === 'allow' ? 'allowed' : 'denied'} and is ${allowed ? 'allowed' : 'denied'}${why}`;
}
