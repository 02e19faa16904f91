/** `signedBy`: so many verifiers, each with a signer of its own. */

import type { EvidenceFacts } from './facts.ts';
import type { SignedBy } from './requirement.ts';
import { countDistinct } from './signers.ts';
import { type EvidenceContext, type EvidenceViolation, unverifiable } from './violation.ts';
import { describeRefused, describeVerifier, signCommand } from './words.ts';

export function judgeSignedBy({ anyOf, count }: SignedBy, facts: EvidenceFacts, { verifiers }: EvidenceContext): EvidenceViolation | null {
  const signers = anyOf.map((name) => facts.verifiers.get(name)?.signatures.map(({ signer }) => signer) ?? []);
  const distinct = countDistinct(signers);
  if (distinct >= count) return null;
  const missing = anyOf.filter((_, index) => (signers[index] ?? []).length === 0);
  // A verifier that could not see everything might still have been content.
  const blind = missing.filter((name) => facts.collected.unknown.length > 0 || facts.verifiers.get(name)?.trouble?.kind === 'unknown');
  const possible = countDistinct(anyOf.map((name, index) => (blind.includes(name) ? [`unseen ${index}`] : (signers[index] ?? []))));
  const described = (names: readonly string[]) => names.map((name) => describeVerifier(name, verifiers.get(name))).join(', ');
  if (possible >= count)
    return unverifiable(`the signature by ${described(blind)}`, [
      ...facts.collected.unknown,
      ...blind.flatMap((name) => facts.verifiers.get(name)?.trouble?.detail ?? []),
    ]);
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
