/** What the evidence keys of `require` must not say: a verifier that nobody described, more signers than there are names. */
import { quote } from '../text.ts';
import type { MergedDocument, MergedRequire } from './merge.ts';
import { nearest } from './nearest.ts';
import { maxProblems, type Problem } from './shape.ts';

type Steps = readonly (string | number)[];

/** Keys of an attestation that only provenance answers. */
const ofProvenance = ['builder', 'source', 'ref', 'workflow'] as const;

export function evidenceProblems({ require, images, verifiers }: MergedDocument): Problem[] {
  const known = new Set(Object.keys(verifiers));
  const problems = problemsIn(require, ['require'], known);
  for (const [index, item] of images.entries()) {
    if (typeof item === 'string' || item.require === undefined) continue;
    problems.push(...problemsIn(item.require, ['images', index, 'require'], known));
    if (problems.length >= maxProblems) break;
  }
  return problems;
}

function problemsIn({ signedBy, attestations }: MergedRequire, steps: Steps, known: ReadonlySet<string>): Problem[] {
  const named = 'anyOf' in signedBy ? signedBy.anyOf : signedBy;
  const under = 'anyOf' in signedBy ? ['signedBy', 'anyOf'] : ['signedBy'];
  const problems = unknownNames(named, [...steps, ...under], known);
  if ('anyOf' in signedBy && new Set(signedBy.anyOf).size < (signedBy.count ?? 1))
    problems.push({
      steps: [...steps, 'signedBy', 'count'],
      onKey: false,
      expected: `at most ${new Set(signedBy.anyOf).size}, the number of verifiers in anyOf`,
      got: String(signedBy.count),
      hint: 'no image could ever meet it',
    });
  for (const [index, attestation] of attestations.entries()) {
    const at = [...steps, 'attestations', index];
    problems.push(...unknownNames(attestation.from, [...at, 'from'], known));
    const asked = isProvenance(attestation.type) ? undefined : ofProvenance.find((key) => attestation[key] !== undefined);
    if (asked !== undefined)
      problems.push({
        steps: [...at, asked],
        onKey: true,
        expected: `${asked} only with the type slsa-provenance`,
        got: quote(attestation.type),
        hint: 'use `fields` for other predicates',
      });
  }
  return problems;
}

function unknownNames(names: readonly string[], steps: Steps, known: ReadonlySet<string>): Problem[] {
  return names.flatMap((name, index) => {
    if (known.has(name)) return [];
    const near = nearest(name, [...known]);
    const hint = near === null ? 'describe it under `verifiers`' : `did you mean ${near}?`;
    return [{ steps: [...steps, index], onKey: false, expected: 'the name of a verifier', got: name, hint }];
  });
}

function isProvenance(type: string): boolean {
  return type === 'slsa-provenance' || type.startsWith('https://slsa.dev/provenance/');
}
