/** A policy, compiled once and then only read: what decisions look things up in. */

import type { PresetName } from '../presets/preset.ts';
import type { RuleId } from '../rules/image-rule.ts';
import type { Mode, OnError } from './definition.ts';
import type { BreakGlassDocument } from './keys/break-glass.ts';
import type { Where } from './where.ts';

/** What an allowed image must fulfil besides. */
export interface Requirements {
  readonly digest: boolean;
  /** Tags that are denied, exact or with one trailing `*`. */
  readonly deniedTags: readonly string[];
}

export interface Entry {
  readonly effect: 'allow' | 'deny';
  readonly where: Where | null;
  /** Milliseconds since the epoch at which it is over; null: never. */
  readonly untilMs: number | null;
  readonly reason: string | null;
  /** Can only weaken the policy's mode. */
  readonly mode: Mode | null;
  /** Milliseconds since the epoch before which its findings only warn. */
  readonly enforceFromMs: number | null;
  /** The policy's and its own together. */
  readonly require: Requirements;
  /** The base list that it comes from; absent: of one's own. */
  readonly preset?: PresetName;
}

/** An entry that admits, for the words of a denial. */
export interface NamedAllow {
  readonly scope: string;
  readonly entry: Entry;
}

/** A finding that is forgiven. */
export interface Exception {
  readonly rule: RuleId;
  readonly image: string;
  readonly where: Where | null;
  /** Milliseconds since the epoch at which it is over. */
  readonly untilMs: number;
  /** The end as written. */
  readonly until: string;
  readonly owner: string;
  readonly reason: string;
}

export type BreakGlass = Required<BreakGlassDocument>;

/** What may differ from cluster to cluster. */
export interface Settings {
  readonly mode: Mode;
  readonly onError: OnError;
  readonly exemptNamespaces: ReadonlySet<string>;
}

export interface Policy {
  /** sha256 of the merged document's canonical JSON, 64 lower-case hex digits. */
  readonly hash: string;
  /** Where it came from, for people. */
  readonly source: string;
  readonly denyAll: boolean;
  /** Of every allowed image; an entry's own are added to it. */
  readonly require: Requirements;
  readonly settings: Settings;
  readonly clusters: ReadonlyMap<string, Settings>;
  /** By scope; at one scope in the order of the document. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** The hosts of all scopes, wildcards left out. */
  readonly hosts: ReadonlySet<string>;
  /** The first `maxNamedAllows` entries that admit, in the document's order. */
  readonly allows: readonly NamedAllow[];
  readonly allowCount: number;
  /** By the scope of their image. */
  readonly exceptions: ReadonlyMap<string, readonly Exception[]>;
  readonly breakGlass: BreakGlass | null;
  /** `from` -> `to`. */
  readonly rewrite: ReadonlyMap<string, string>;
}

/** The settings that hold in a cluster; null: the request does not tell. */
export function settingsIn(policy: Policy, cluster: string | null): Settings {
  return (cluster === null ? undefined : policy.clusters.get(cluster)) ?? policy.settings;
}

/** The hash as texts show it. */
export function shortHash({ hash }: Policy): string {
  return hash.slice(0, 12);
}
