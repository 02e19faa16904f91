/** Requirements against facts, purely: violations, each with the words that a person needs. */
import type { EvidenceFacts } from './facts.ts';
import { judgeAttestation } from './judge-attestations.ts';
import { judgeSignedBy } from './judge-signatures.ts';
import { judgeVulnerabilities } from './judge-vulnerabilities.ts';
import { type EvidenceRequirements, verifiersNeeded } from './requirement.ts';
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
    requirements.vulnerabilities === null
      ? null
      : judgeVulnerabilities(requirements.vulnerabilities, ofNeeded(requirements, facts), context),
  ];
  return judged.filter((one) => one !== null);
}

/** Facts may hold more verifiers than the image's own requirements name: `verify` shows them all. Their reports do not count. */
function ofNeeded(requirements: EvidenceRequirements, facts: EvidenceFacts): EvidenceFacts {
  const needed = verifiersNeeded(requirements);
  return { ...facts, verifiers: new Map([...facts.verifiers].filter(([name]) => needed.has(name))) };
}
