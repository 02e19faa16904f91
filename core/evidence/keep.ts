/** How long a verdict holds: as long as nothing that it rests on can change by the passing of time or by somebody's word. */
import type { EvidenceFacts } from './facts.ts';
import { countsFrom, scansOf } from './judge-vulnerabilities.ts';
import { type EvidenceRequirements, type VerifierDocument, type VulnerabilityRequirement, verifiersNeeded } from './requirement.ts';
import type { EvidenceContext, EvidenceViolation } from './violation.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** Who has just signed or rebuilt does not want to wait; what was not seen may be seen in a moment. */
const wantingMs = 60_000;

/** The longest that any verdict holds. */
export const maxKeepMs = weekMs;

/** Milliseconds since the epoch at which what was judged at `nowMs` is to be judged anew. */
export function holdsUntil(
  requirements: EvidenceRequirements,
  facts: EvidenceFacts,
  violations: readonly EvidenceViolation[],
  { verifiers, nowMs }: EvidenceContext,
): number {
  // The end of a scan is an event of its own, and asks again.
  if (violations.length > 0) return facts.scansPending.length > 0 ? nowMs : nowMs + wantingMs;
  const { vulnerabilities } = requirements;
  const names = [...verifiersNeeded(requirements)];
  const ends = names.flatMap((name) => facts.verifiers.get(name)?.signatures.flatMap(({ untilMs }) => untilMs ?? []) ?? []);
  const signed = Math.min(...ends, nowMs + Math.min(weekMs, ...names.map((name) => signaturesHoldMs(verifiers.get(name)))));
  return vulnerabilities === null ? signed : Math.min(signed, scanHoldsUntil(vulnerabilities, facts, nowMs));
}

/**
 * A signature by a key or an identity is the same for ever under one policy, which holds the key. What AWS Signer
 * revokes is to be seen within the hour; certificates, and what an alias of AWS KMS means, within a day.
 */
function signaturesHoldMs(verifier: VerifierDocument | undefined): number {
  if (verifier !== undefined && 'awsSigner' in verifier) return hourMs;
  if (verifier === undefined || !('cosign' in verifier)) return dayMs;
  const { cosign } = verifier;
  return 'keys' in cosign && cosign.keys.some((key) => /^awskms:.*\balias\//.test(key)) ? dayMs : weekMs;
}

/** New vulnerabilities become known every day; a scan ages, and what is forgiven is so until a time. */
function scanHoldsUntil(requirement: VulnerabilityRequirement, facts: EvidenceFacts, nowMs: number): number {
  const isUnsettled = [facts.scanTroubles, facts.scansPending, facts.collected.unknown].some(({ length }) => length > 0);
  if (isUnsettled) return nowMs + wantingMs;
  const { newest } = scansOf(requirement, facts, nowMs);
  // `missing: allow`: a first scan may come at any time.
  if (newest === null) return nowMs + hourMs;
  const { finishedMs, findings } = newest;
  const tooOldMs =
    finishedMs === null || requirement.maxAgeDays === null ? Number.POSITIVE_INFINITY : finishedMs + requirement.maxAgeDays * dayMs;
  return findings.reduce(
    (untilMs, finding) => Math.min(untilMs, countsFrom(requirement, finding, nowMs)),
    Math.min(nowMs + dayMs, tooOldMs),
  );
}
