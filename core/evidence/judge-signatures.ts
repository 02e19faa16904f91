/** `signedBy`: so many verifiers, each with a signer of its own. */

import type { EvidenceFacts } from './facts.ts';
import type { SignedBy } from './requirement.ts';
import { countDistinct } from './signers.ts';
import { type EvidenceContext, type EvidenceViolation, unverifiable } from './violation.ts';
import { describeRefused, describeVerifiers, signCommand } from './words.ts';

export function judgeSignedBy({ anyOf, count }: SignedBy, facts: EvidenceFacts, { verifiers }: EvidenceContext): EvidenceViolation | null {
  const signers = anyOf.map((name) => facts.verifiers.get(name)?.signatures.map(({ signer }) => signer) ?? []);
  const distinct = countDistinct(signers);
  if (distinct >= count) return null;
  const missing = anyOf.filter((_, index) => (signers[index] ?? []).length === 0);
  // A verifier that could not see everything might still have been content, or content with another signer.
  const blind = anyOf.filter((name) => facts.collected.unknown.length > 0 || facts.verifiers.get(name)?.trouble?.kind === 'unknown');
  const unseen = missing.filter((name) => blind.includes(name));
  const possible = countDistinct(
    anyOf.map((name, index) => [...(signers[index] ?? []), ...(blind.includes(name) ? [`unseen ${index}`] : [])]),
  );
  const described = (names: readonly string[]) => describeVerifiers(names, verifiers);
  if (possible >= count)
    return unverifiable(
      `the signature by ${described(unseen.length > 0 ? unseen : blind)}`,
      [...facts.collected.unknown, ...blind.flatMap((name) => facts.verifiers.get(name)?.trouble?.detail ?? [])],
      'signature-required',
    );
  const [first = anyOf[0] ?? ''] = missing;
  const expected =
    anyOf.length === 1
      ? `no valid signature by ${described(anyOf)}`
      : `${distinct} of ${count} signatures by distinct signers; missing: ${described(missing.length > 0 ? missing : anyOf)}`;
  const fix = signCommand(verifiers.get(first), facts.image);
  return {
    rule: 'signature-required',
    detail: `${expected}: ${describeRefused(facts.verifiers.get(first), facts)}; to sign it: ${fix}`,
    fix,
    warnOnly: false,
  };
}
