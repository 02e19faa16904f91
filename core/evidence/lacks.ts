/** Whether one entry's evidence is less than another's: when an entry ends, the wider one that takes over must ask for no less. */
import { canonicalJson } from '../policy/canonical.ts';
import { strictness } from './add-up.ts';
import { asksNothing, type EvidenceRequirements, type VulnerabilityRequirement } from './requirement.ts';
import { isWorse } from './scan.ts';

/** Something that `needs` asks for and `has` does not, or not as strictly. */
export function lacksEvidence(has: EvidenceRequirements, needs: EvidenceRequirements): boolean {
  if (asksNothing(needs)) return false;
  return (
    lacksOne(has.signedBy, needs.signedBy) ||
    lacksOne(has.attestations, needs.attestations) ||
    (needs.vulnerabilities !== null && (has.vulnerabilities === null || isLaxer(has.vulnerabilities, needs.vulnerabilities)))
  );
}

function lacksOne(has: readonly unknown[], needs: readonly unknown[]): boolean {
  const known = new Set(has.map(canonicalJson));
  return needs.some((one) => !known.has(canonicalJson(one)));
}

function isLaxer(has: VulnerabilityRequirement, needs: VulnerabilityRequirement): boolean {
  const forgiven = new Map(needs.allow.map(({ id, untilMs }) => [id, untilMs ?? Number.POSITIVE_INFINITY]));
  return (
    isWorse(has.max, needs.max) ||
    (has.fixableOnly && !needs.fixableOnly) ||
    has.graceDays > needs.graceDays ||
    (has.maxAgeDays ?? Number.POSITIVE_INFINITY) > (needs.maxAgeDays ?? Number.POSITIVE_INFINITY) ||
    strictness.indexOf(has.missing) < strictness.indexOf(needs.missing) ||
    has.allow.some(({ id, untilMs }) => (untilMs ?? Number.POSITIVE_INFINITY) > (forgiven.get(id) ?? 0))
  );
}
