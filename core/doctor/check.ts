/** What a check of `doctor` is: pure, over all of our webhooks together. */
import type { Webhook } from './webhook.ts';

export const providers = ['eks', 'gke', 'aks'] as const;
export type Provider = (typeof providers)[number];

export interface BlindSpot {
  /** deny: images run unjudged; warn: they may, or the cluster may stop; info: good to know. */
  readonly severity: 'deny' | 'warn' | 'info';
  /** The webhook's name, printable; null: about the cluster. */
  readonly webhook: string | null;
  /** One clause, printable, without the token. */
  readonly detail: string;
  /** What to do. */
  readonly fix: string;
}

export interface Live {
  /** Ours, validating and mutating. */
  readonly webhooks: readonly Webhook[];
  /** Null: self-managed, or not known. */
  readonly provider: Provider | null;
}

export interface Check {
  readonly id: string;
  /** What it looks for. */
  readonly summary: string;
  readonly reference: string;
  readonly check: (live: Live) => readonly BlindSpot[];
}

export const webhookReference = 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/';
/** The fix of most things: what `connect` prints is without them. */
export const reconnect = 'apply what `image-warden connect CLUSTER --token-file FILE` prints';
