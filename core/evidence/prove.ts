/**
 * The one way in for the policy engine: is this image proved as required? What was judged is kept by digest, policy and
 * requirements, so that admission needs one look; "could not check" never is.
 */
import { canonicalJson, sha256 } from '../policy/canonical.ts';
import { evaluateEvidence } from './evaluate.ts';
import type { EvidencePort } from './facts.ts';
import { holdsUntil } from './keep.ts';
import type { PinnedImage } from './ports.ts';
import { type EvidenceRequirements, textOf, type VerifierDocument, verifiersNeeded } from './requirement.ts';
import type { EvidenceViolation } from './violation.ts';
import { imageText } from './words.ts';

/** To be raised with every change of what is judged, so that no verdict of older code, kept for days, is believed. */
const judgedBy = 2;

export interface StoredVerdict {
  readonly violations: readonly EvidenceViolation[];
  /** Milliseconds since the epoch. */
  readonly judgedMs: number;
  /** Milliseconds since the epoch from which it holds no longer. */
  readonly untilMs: number;
}

export interface VerdictStore {
  /** Null: none is kept, or it could not be had. Never rejects. */
  get(key: string): Promise<StoredVerdict | null>;
  /** False: it could not be kept, though another time it might. Never rejects. */
  put(key: string, verdict: StoredVerdict): Promise<boolean>;
}

export interface ProverOptions {
  readonly port: EvidencePort;
  readonly store: VerdictStore;
  /** The policy's. */
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  readonly policyHash: string;
}

/** Under which a verdict is kept. */
export function verdictKey(image: PinnedImage, policyHash: string, requirements: EvidenceRequirements): string {
  return sha256(canonicalJson([judgedBy, imageText(image), policyHash, textOf(requirements)]));
}

/** Never rejects. Empty when all of it is proved; call it only for images that the allowlist admits. */
export async function prove(
  { port, store, verifiers, policyHash }: ProverOptions,
  image: PinnedImage,
  requirements: EvidenceRequirements,
  nowMs: number,
): Promise<readonly EvidenceViolation[]> {
  const key = verdictKey(image, policyHash, requirements);
  const kept = await store.get(key);
  if (kept !== null && isFresh(kept, nowMs)) return kept.violations;
  const needed = [...verifiersNeeded(requirements)].flatMap((name) => {
    const document = verifiers.get(name);
    return document === undefined ? [] : [[name, document] as const];
  });
  const facts = await port.gather(image, { verifiers: new Map(needed), scans: requirements.vulnerabilities !== null }, nowMs);
  const violations = evaluateEvidence(requirements, facts, { verifiers, nowMs });
  if (!violations.some(({ rule }) => rule === 'unverifiable')) {
    const untilMs = holdsUntil(requirements, facts, violations, { verifiers, nowMs });
    // What ends at once would only take the place of a verdict that still holds.
    if (untilMs > nowMs) await store.put(key, { violations, judgedMs: nowMs, untilMs });
  }
  return violations;
}

/** A verdict of the future is none: the clock was put back. */
function isFresh({ judgedMs, untilMs }: StoredVerdict, nowMs: number): boolean {
  return judgedMs <= nowMs && nowMs < untilMs;
}
