/** What a tag proves: nothing, for it may name another image by the time of the pull. */
import type { EvidenceRequirements } from './requirement.ts';
import type { EvidenceViolation } from './violation.ts';

/** One for each kind of evidence that is asked of an image without a digest, so that each is forgiven by its own name only. */
export function violationsOfTag({ signedBy, attestations, vulnerabilities }: EvidenceRequirements): readonly EvidenceViolation[] {
  return [
    ...(signedBy.length === 0 ? [] : [violation('signature-required', 'a signature')]),
    ...(attestations.length === 0 ? [] : [violation('attestation-required', 'an attestation')]),
    ...(vulnerabilities === null || vulnerabilities.missing === 'allow'
      ? []
      : [violation('vulnerabilities', 'a scan', vulnerabilities.missing === 'warn')]),
  ];
}

function violation(rule: EvidenceViolation['rule'], what: string, warnOnly = false): EvidenceViolation {
  return { rule, detail: `${what} is of a digest, and the image is named by a tag`, fix: 'name the image by its digest', warnOnly };
}
