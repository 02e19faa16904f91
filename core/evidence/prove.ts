/**
 * The one way in for the policy engine: is this image proved as required? What was judged is kept by digest, policy and
 * requirements, so that admission needs one look; "could not check" never is.
 */
import { canonicalJson, sha256 } from '../policy/canonical.ts';
import { evaluateEvidence } from './evaluate.ts';
import type { EvidencePort } from './facts.ts';
import type { PinnedImage } from './ports.ts';
import { type EvidenceRequirements, type VerifierDocument, verifiersNeeded } from './requirement.ts';
import type { EvidenceViolation } from './violation.ts';
import { imageText } from './words.ts';

/** Milliseconds that a verdict is kept: signatures expire, scans age; and who has just signed does not want to wait. */
const keepMs = { proved: 3_600_000, wanting: 60_000 } as const;

export interface StoredVerdict {
  readonly violations: readonly EvidenceViolation[];
  /** Milliseconds since the epoch. */
  readonly judgedMs: number;
}

export interface VerdictStore {
  /** Null: none is kept, or it could not be had. Never rejects. */
  get(key: string): Promise<StoredVerdict | null>;
  /** Never rejects. */
  put(key: string, verdict: StoredVerdict, keepMs: number): Promise<void>;
}

export interface ProverOptions {
  readonly port: EvidencePort;
  readonly store: VerdictStore;
  /** The policy's. */
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  readonly policyHash: string;
}

/** Never rejects. Empty when all of it is proved; call it only for images that the allowlist admits. */
export async function prove(
  { port, store, verifiers, policyHash }: ProverOptions,
  image: PinnedImage,
  requirements: EvidenceRequirements,
  nowMs: number,
): Promise<readonly EvidenceViolation[]> {
  const key = sha256(canonicalJson([imageText(image), policyHash, requirements]));
  const kept = await store.get(key);
  if (kept !== null && isFresh(kept, nowMs)) return kept.violations;
  const needed = [...verifiersNeeded(requirements)].flatMap((name) => {
    const document = verifiers.get(name);
    return document === undefined ? [] : [[name, document] as const];
  });
  const facts = await port.gather(image, { verifiers: new Map(needed), scans: requirements.vulnerabilities !== null }, nowMs);
  const violations = evaluateEvidence(requirements, facts, { verifiers, nowMs });
  if (!violations.some(({ rule }) => rule === 'unverifiable')) await store.put(key, { violations, judgedMs: nowMs }, keepFor(violations));
  return violations;
}

/** A verdict of the future is none: the clock was put back. */
function isFresh({ violations, judgedMs }: StoredVerdict, nowMs: number): boolean {
  return judgedMs <= nowMs && nowMs < judgedMs + keepFor(violations);
}

function keepFor(violations: readonly EvidenceViolation[]): number {
  return violations.length === 0 ? keepMs.proved : keepMs.wanting;
}
