/** Policies, Pods and occasions for tests. */
import type { ImageReference } from '../../../core/image/reference.ts';
import { isRefusal, parseReference } from '../../../core/image/reference.ts';
import { compile } from '../../../core/policy/compile.ts';
import { documentShape, type PolicyDocument } from '../../../core/policy/definition.ts';
import { entryProblems } from '../../../core/policy/entries.ts';
import { mergeDocument } from '../../../core/policy/merge.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { problemsOf } from '../../../core/policy/read.ts';
import type { Problem } from '../../../core/policy/shape.ts';
import type { Place } from '../../../core/policy/where.ts';

/** None of the rules about workloads that hold by themselves: for tests of what is said about images. */
export const imagesOnly = {
  rules: {
    'mutable-tag': 'off',
    'pull-policy': 'off',
    'service-account-token': 'off',
    'resource-limits': 'off',
    'container-socket': 'off',
    'mixed-versions': 'off',
  },
} as const;

export type TestDocument = Omit<PolicyDocument, 'version'>;

export const nowMs = Date.parse('2027-01-15T12:00:00Z');
export const nowhere: Place = { cluster: null, namespace: null };
export const hex = (digit: string) => `sha256:${digit.repeat(64)}`;

/** The policy, or what is wrong with it. */
export function compileTest(document: TestDocument, allowlist: readonly string[] = []): Policy | Problem[] {
  const whole = { version: 1, workloads: imagesOnly, ...document } as const;
  const problems = problemsOf(whole, documentShape);
  if (problems.length > 0) return problems;
  const merged = mergeDocument(whole, allowlist);
  const policy = compile(merged, 'test');
  const between = entryProblems(merged.images, policy.entries);
  return between.length > 0 ? between : policy;
}

/** The policy of a document that is in order. */
export function policyOf(document: TestDocument, allowlist: readonly string[] = []): Policy {
  const compiled = compileTest(document, allowlist);
  if ('hash' in compiled) return compiled;
  throw new Error(compiled.map(({ steps, expected, got }) => `${steps.join('.')}: expected ${expected}, got ${got}`).join('\n'));
}

/** The reference of a text that is one. */
export function referenceOf(text: string): ImageReference {
  const reference = parseReference(text);
  if (isRefusal(reference)) throw new Error(reference.reason);
  return reference;
}

/** A Pod whose containers run these images. */
export function podOf(...images: readonly string[]) {
  const containers = images.map((image, i) => ({ name: `c${i}`, image }));
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' }, spec: { containers } };
}
