/** A policy, compiled once and then only read: what decisions look things up in. */

import type { EvidenceRequirements, VerifierDocument } from '../evidence/requirement.ts';
import type { RegistryDocument } from '../evidence/shapes/registries.ts';
import type { PresetName } from '../presets/preset.ts';
import type { RuleId } from '../rules/image-rule.ts';
import type { RuleSetting } from '../rules/rule-ids.ts';
import type { WorkloadSettings } from '../rules/workload-settings.ts';
import type { Mode, OnError } from './definition.ts';
import type { BreakGlassDocument } from './keys/break-glass.ts';
import type { Reach } from './reach.ts';
import type { Where } from './where.ts';

/** What an allowed image must fulfil besides. */
export interface Requirements {
  readonly digest: boolean;
  /** Tags that are denied, exact or with one trailing `*`. */
  readonly deniedTags: readonly string[];
  /** What must be proved about it: then it must be named by its digest too. */
  readonly evidence: EvidenceRequirements;
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

interface WorkloadPolicy extends WorkloadSettings {
  /** Whether the rules about workloads hold at admission too. */
  readonly admission: boolean;
}

interface DockerfilePolicy {
  /** By rule id; a rule that is not named warns. */
  readonly rules: ReadonlyMap<string, RuleSetting>;
}

export interface Policy {
  /** sha256 of the merged document's canonical JSON, 64 lower-case hex digits. */
  readonly hash: string;
  /** Where it came from, for people. */
  readonly source: string;
  readonly denyAll: boolean;
  /** Of every allowed image; an entry's own are added to it. */
  readonly require: Requirements;
  /** Whether anything is to be proved about any image. */
  readonly asksEvidence: boolean;
  /** Who may vouch for images, by name. */
  readonly verifiers: ReadonlyMap<string, VerifierDocument>;
  /** How to reach registries, by host. */
  readonly registries: ReadonlyMap<string, RegistryDocument>;
  readonly settings: Settings;
  readonly clusters: ReadonlyMap<string, Settings>;
  /** By scope; at one scope in the order of the document. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** The hosts of all scopes as they are written there, and how far scopes reach below each. */
  readonly hosts: ReadonlyMap<string, Reach>;
  /** The first `maxNamedAllows` entries that admit, in the document's order. */
  readonly allows: readonly NamedAllow[];
  readonly allowCount: number;
  /** By the scope of their image. */
  readonly exceptions: ReadonlyMap<string, readonly Exception[]>;
  readonly breakGlass: BreakGlass | null;
  /** `from` -> `to`. */
  readonly rewrite: ReadonlyMap<string, string>;
  readonly workloads: WorkloadPolicy;
  readonly dockerfiles: DockerfilePolicy;
}

/** The settings that hold in a cluster; null: the request does not tell. */
export function settingsIn(policy: Policy, cluster: string | null): Settings {
  return (cluster === null ? undefined : policy.clusters.get(cluster)) ?? policy.settings;
}

/** The hash as texts show it. */
export function shortHash({ hash }: Policy): string {
  return hash.slice(0, 12);
}
