/** What a rule about one image is. One rule, one file; its id is the same word in findings, documentation and tests. */
import type { ImageReference } from '../image/reference.ts';
import type { Match } from '../policy/ladder.ts';
import type { Policy, Requirements } from '../policy/policy.ts';
import type { Place } from '../policy/where.ts';

/** An image on trial: attacker-chosen, but it parsed, so everything in it is printable ASCII. */
export interface ImageContext {
  readonly image: ImageReference;
  /** The entry that decides; null when none applies. */
  readonly match: Match | null;
  readonly policy: Policy;
  /** What the image must fulfil besides being allowed. */
  readonly require: Requirements;
  readonly place: Place;
  readonly nowMs: number;
}

interface Violation {
  /** One clause, printable ASCII. */
  readonly detail: string;
  /** What to do about it, one clause. */
  readonly fix: string;
}

export interface ImageRule {
  readonly id: RuleId;
  /** One sentence: what it finds. */
  readonly summary: string;
  readonly reference: string;
  readonly check: (context: ImageContext) => Violation | null;
}

/** The contract's rule ids. */
export type RuleId =
  | 'malformed-image'
  | 'missing-image'
  | 'registry-allowlist'
  | 'denied-image'
  | 'denied-tag'
  | 'digest-required'
  | 'signature-required'
  | 'attestation-required'
  | 'vulnerabilities'
  | 'unverifiable'
  | 'policy-unavailable';
