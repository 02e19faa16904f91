/** What evidence asks of the world. Every promise resolves: what could not be had is data. */
import type { Artifact } from '../signature/artifact.ts';
import type { RevocationQuestion } from '../signature/aws-signer.ts';
import type { Outcome } from '../signature/outcome.ts';
import type { TrustRoot } from '../signature/trust-root.ts';
import type { Scan } from './scan.ts';

export interface ImageName {
  /** Canonical: `docker.io`, `host:port`. */
  readonly host: string;
  readonly path: string;
}

/** The digest is what is judged, whatever tag stood before it. */
export interface PinnedImage extends ImageName {
  /** `sha256:<hex>` */
  readonly digest: string;
}

export interface Collected {
  readonly artifacts: readonly Artifact[];
  /** What is wrong with what was found, one clause each: limits overstepped, things that are not what they claim. */
  readonly wrong: readonly string[];
  /** What could not be had, one clause each. */
  readonly unknown: readonly string[];
}

export interface ArtifactSource {
  collect(image: PinnedImage): Promise<Collected>;
}

export interface TagSource {
  /** The digest behind a tag, right now. */
  digestOf(image: ImageName & { readonly tag: string }): Promise<Outcome<string>>;
}

/** Public keys that are not in the policy itself: `awskms:///...`. */
export interface KeySource {
  /** PEM. */
  publicKey(uri: string): Promise<Outcome<string>>;
}

export interface ScanSource {
  /** Null: nobody has scanned the image. `pending`: nobody has yet, and why; whoever pushes begins a scan, so that this is no "could not check". */
  scan(image: PinnedImage): Promise<Outcome<Scan | null> | { readonly pending: string }>;
}

/** What AWS Signer has revoked. */
export interface RevocationSource {
  /** Those of the profile, the job and the certificates asked about that are revoked, as the answer names them; empty: none is. */
  revoked(question: RevocationQuestion): Promise<Outcome<readonly string[]>>;
}

/** Trust roots that are newer than the pinned ones. */
export interface TrustRootSource {
  /** Of sigstore's public instance; null: the pinned one is the newest that is known. Never rejects. */
  publicGood(): Promise<TrustRoot | null>;
}
