/** `attestations`: one of a type, signed by one of these verifiers, that says what the policy asks. */
import { escapeText, quote } from '../text.ts';
import type { EvidenceFacts } from './facts.ts';
import { cosignTypeOf, isOfType, unmetCondition } from './predicate.ts';
import type { AttestationRequirement } from './requirement.ts';
import { type EvidenceContext, type EvidenceViolation, unverifiable } from './violation.ts';
import { attestCommand, describeFound, describeRefused, describeVerifiers } from './words.ts';

export function judgeAttestation(
  requirement: AttestationRequirement,
  facts: EvidenceFacts,
  { verifiers }: EvidenceContext,
): EvidenceViolation | null {
  const { type, from } = requirement;
  const attested = from.flatMap((name) => facts.verifiers.get(name)?.attestations ?? []);
  const ofType = attested.filter(({ predicateType }) => isOfType(predicateType, type));
  const unmet = ofType.map((one) => ({ one, condition: unmetCondition(requirement, one.predicateType, one.predicate) }));
  if (unmet.some(({ condition }) => condition === null)) return null;
  const what = `the attestation ${escapeText(type, 200)} from ${describeVerifiers(from, verifiers, ' or ')}`;
  const troubles = from.flatMap((name) =>
    facts.verifiers.get(name)?.trouble?.kind === 'unknown' ? (facts.verifiers.get(name)?.trouble?.detail ?? []) : [],
  );
  const unknown = [...facts.collected.unknown, ...troubles];
  if (unknown.length > 0) return unverifiable(what, unknown, 'attestation-required');
  const [first] = unmet;
  const [name = ''] = from;
  const fix = attestCommand(verifiers.get(name), cosignTypeOf(type), facts.image);
  return {
    rule: 'attestation-required',
    detail: `${what}${
      first === undefined
        ? ` is missing: ${describeOthers(attested, facts, name)}`
        : `: ${describeFound(first.one)}: ${describeCondition(first.condition)}`
    }; to attest it: ${fix}`,
    fix,
    warnOnly: false,
  };
}

function describeCondition(condition: ReturnType<typeof unmetCondition>): string {
  if (condition === null) return '';
  const { name, expected, got } = condition;
  return `${escapeText(name, 100)} is ${got === null ? 'not said' : quote(got, 150)}, expected ${quote(expected, 150)}`;
}

function describeOthers(attested: readonly { readonly predicateType: string }[], facts: EvidenceFacts, name: string): string {
  const types = [...new Set(attested.map(({ predicateType }) => escapeText(predicateType, 100)))].sort();
  if (types.length > 0) return `found ${types.slice(0, 3).join(', ')}`;
  const of = facts.verifiers.get(name);
  return describeRefused(of === undefined ? undefined : { ...of, attestations: [] }, facts);
}
