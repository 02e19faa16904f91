/**
 * Evidence as an input of a decision. A decision is pure and cannot wait: what it does not know it notes, whoever runs it asks, and
 * it decides anew.
 */
import type { ImageReference } from '../image/reference.ts';
import type { PinnedImage } from './ports.ts';
import type { EvidenceRequirements } from './requirement.ts';
import type { EvidenceViolation } from './violation.ts';

export interface Prover {
  /** Empty when all of it is proved. Never rejects. */
  prove(image: PinnedImage, requirements: EvidenceRequirements): Promise<readonly EvidenceViolation[]>;
}

export interface Proofs {
  /** What is not proved about an image that has a digest; null: nobody has asked yet. */
  of(image: ImageReference, requirements: EvidenceRequirements): readonly EvidenceViolation[] | null;
}

/** For decisions that are about the policy alone: `explain`, the policy's own cases, comparisons. */
export const takenForGranted: Proofs = { of: () => [] };

/** Where an image's proof is needed and nobody has asked: never an allow. */
export const unasked: EvidenceViolation = {
  rule: 'unverifiable',
  detail: 'its evidence could not be checked here: no registry is asked',
  fix: 'ask where registries are reached: the deployed service, serve, check or verify',
  warnOnly: false,
};
