/** What is not proved, and by which light it was judged. */
import type { VerifierDocument } from './requirement.ts';

type EvidenceRule = 'signature-required' | 'attestation-required' | 'vulnerabilities' | 'unverifiable';

export interface EvidenceViolation {
  /** `unverifiable`: it could not be checked; alone governed by `onError`, and never to be kept. */
  readonly rule: EvidenceRule;
  /** One clause, printable ASCII. */
  readonly detail: string;
  readonly fix: string;
  /** It warns at most, whatever the mode: a missing scan under `missing: warn`. */
  readonly warnOnly: boolean;
}

export interface EvidenceContext {
  /** All of the policy's verifiers, by name. */
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  readonly nowMs: number;
}

export function unverifiable(what: string, reasons: readonly string[]): EvidenceViolation {
  const shown = reasons.slice(0, 2).join('; ');
  return {
    rule: 'unverifiable',
    detail: `${what} could not be checked: ${shown}`,
    fix: 'ask again when the registry answers, or have onError say what holds meanwhile',
    warnOnly: false,
  };
}
