/** What the core asks of the world. Each port is implemented by one adapter, and by plain values in tests. */
import type { Prover } from './evidence/proofs.ts';
import type { ImageReference } from './image/reference.ts';
import type { Policy } from './policy/policy.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some start, which nobody sets back or forward. */
  monotonic(): number;
}

/** The names of verdicts: each new one is greater than those before it. */
export interface VerdictIds {
  /** A ULID: 26 characters. */
  next(nowMs: number): string;
}

/** A cluster's tokens: the sha256 of each, 32 bytes, one or two. */
export type ClusterTokens = ReadonlyMap<string, readonly Uint8Array[]>;

/** What is known of the policy right now. */
export interface PolicyState {
  /** Null: no policy is usable. */
  readonly policy: Policy | null;
  /** The policy is the last good one, not the newest. */
  readonly stale: boolean;
  /** Null: it is not known which clusters there are, so that no token can be checked. */
  readonly clusters: ClusterTokens | null;
  /** Why there is no policy, or only a stale one: one clause without secrets; null when all is well. */
  readonly problem: string | null;
  /** Milliseconds since it was known to be the newest; absent where nobody measures that. */
  readonly ageMs?: number;
}

export interface PolicySource {
  /** What is known within `budgetMs` milliseconds, at once where nothing has to be waited for. Never rejects. */
  current(budgetMs: number): PolicyState | Promise<PolicyState>;
}

/** What registries and scanners say about images. Asked only for images that the allowlist admits. */
export interface EvidenceSource {
  /** For one review, whose answers are all there within `budgetMs` milliseconds. */
  session(policy: Policy, budgetMs: number): Promise<EvidenceSession>;
}

export interface EvidenceSession extends Prover, DigestResolver {}

export interface DigestResolver {
  /** The digest that the reference's tag names now, or one clause on why nobody could tell. Never rejects. */
  resolve(image: ImageReference): Promise<{ readonly digest: string } | { readonly problem: string }>;
}

/** What a record counts, by the names of the metrics that dashboards and alarms use. */
export interface Measures {
  /** Null: the request named none that is known. */
  readonly cluster: string | null;
  readonly values: Readonly<Record<string, number>>;
}

/** Where the records of decisions go. A record is written before its answer. */
export interface DecisionLog {
  /** `line` is a JSON object in printable ASCII, without a line end. False: it could not be written. */
  write(line: string, measures: Measures): boolean;
}
