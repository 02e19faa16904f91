/** What could be learned about an image, before any requirement is laid on it. Plain data. */
import type { Artifact } from '../signature/artifact.ts';
import type { Wrong } from '../signature/outcome.ts';
import type { Collected, PinnedImage } from './ports.ts';
import type { VerifierDocument } from './requirement.ts';
import type { Scan } from './scan.ts';

export type Found = Pick<Artifact, 'form' | 'where'>;

export interface Accepted extends Found {
  /** Equal for one signer, whichever verifier names it. */
  readonly signer: string;
  /** Milliseconds since the epoch from which it does not hold any more; absent: it always will. */
  readonly untilMs?: number;
}

export interface VerifierFacts {
  /** Signatures that hold. */
  readonly signatures: readonly Accepted[];
  /** Attestations that hold. */
  readonly attestations: readonly (Accepted & { readonly predicateType: string; readonly predicate: unknown })[];
  /** What of its forms was found and does not hold, and why. */
  readonly refused: readonly (Found & { readonly wrong: Wrong })[];
  /** Why the verifier could not judge, or not all of it: the policy's text, a key that could not be had, a revocation not told. */
  readonly trouble: { readonly kind: 'wrong' | 'unknown'; readonly detail: string } | null;
}

export interface EvidenceFacts {
  readonly image: PinnedImage;
  readonly found: readonly Found[];
  /** By the verifier's name. */
  readonly verifiers: ReadonlyMap<string, VerifierFacts>;
  readonly collected: Pick<Collected, 'wrong' | 'unknown'>;
  /** Of scanners that were asked; reports that came as attestations are among those. */
  readonly scans: readonly Scan[];
  /** Why a scan is still to come. */
  readonly scansPending: readonly string[];
  /** Why a scanner could not be asked. */
  readonly scanTroubles: readonly string[];
  /** What is wrong with what a scanner said: whoever pushes can cause it. */
  readonly scanWrongs: readonly string[];
}

export interface EvidenceNeeds {
  /** The verifiers needed, by name. */
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  /** Whether scanners are asked. */
  readonly scans: boolean;
}

/** Everything about one image, named by its digest. Never rejects. */
export interface EvidencePort {
  gather(image: PinnedImage, needs: EvidenceNeeds, nowMs: number): Promise<EvidenceFacts>;
}
