/** What is not proved, and by which light it was judged. */
import type { EvidenceRequirements, VerifierDocument } from './requirement.ts';

type EvidenceRule = ProvableRule | 'unverifiable';

/** What an image may fail to prove. */
export type ProvableRule = 'signature-required' | 'attestation-required' | 'vulnerabilities';

export interface EvidenceViolation {
  /** `unverifiable`: it could not be checked; alone governed by `onError`, and never to be kept. */
  readonly rule: EvidenceRule;
  /** One clause, printable ASCII. */
  readonly detail: string;
  readonly fix: string;
  /** It warns at most, whatever the mode: a missing scan under `missing: warn`. */
  readonly warnOnly: boolean;
  /** Of `unverifiable`: what would be violated at worst; absent: all that is asked. */
  readonly insteadOf?: ProvableRule;
}

export interface EvidenceContext {
  /** All of the policy's verifiers, by name. */
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  readonly nowMs: number;
}

/** The rules that an image with these requirements may violate. */
export function rulesAsked({ signedBy, attestations, vulnerabilities }: EvidenceRequirements): readonly ProvableRule[] {
  const rules: ProvableRule[] = [];
  if (signedBy.length > 0) rules.push('signature-required');
  if (attestations.length > 0) rules.push('attestation-required');
  if (vulnerabilities !== null) rules.push('vulnerabilities');
  return rules;
}

export function unverifiable(what: string, reasons: readonly string[], insteadOf?: ProvableRule): EvidenceViolation {
  const shown = reasons.slice(0, 2).join('; ');
  return {
    rule: 'unverifiable',
    detail: `${what} could not be checked: ${shown}`,
    fix: 'ask again when the registry answers, or have onError say what holds meanwhile',
    warnOnly: false,
    ...(insteadOf === undefined ? {} : { insteadOf }),
  };
}
