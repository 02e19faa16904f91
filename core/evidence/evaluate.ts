/** Requirements against facts, purely: violations, each with the words that a person needs. */
import type { EvidenceFacts } from './facts.ts';
import { judgeAttestation } from './judge-attestations.ts';
import { judgeSignedBy } from './judge-signatures.ts';
import { judgeVulnerabilities } from './judge-vulnerabilities.ts';
import type { EvidenceRequirements } from './requirement.ts';
import type { EvidenceContext, EvidenceViolation } from './violation.ts';

/** Empty when all of it is proved. */
export function evaluateEvidence(
  requirements: EvidenceRequirements,
  facts: EvidenceFacts,
  context: EvidenceContext,
): readonly EvidenceViolation[] {
  const judged = [
    ...requirements.signedBy.map((one) => judgeSignedBy(one, facts, context)),
    ...requirements.attestations.map((one) => judgeAttestation(one, facts, context)),
    requirements.vulnerabilities === null ? null : judgeVulnerabilities(requirements.vulnerabilities, facts, context),
  ];
  return judged.filter((one) => one !== null);
}
