/** Which rules hold, and how severe they are: the policy's `workloads`. */
import type { RuleSetting } from './rule-ids.ts';
import { workloadRules } from './workload/index.ts';
import type { WorkloadRule } from './workload-rule.ts';

export interface WorkloadSettings {
  /** The level of the Pod Security Standards whose rules deny. */
  readonly podSecurity: 'off' | 'baseline' | 'restricted';
  readonly podSecurityVersion: PodSecurityVersion;
  /** By rule id; what stands here beats the level, also for rules of a level that is not chosen. */
  readonly rules: ReadonlyMap<string, RuleSetting>;
}

/** `v1.0` and up; a version newer than the rules know is the latest. */
export type PodSecurityVersion = 'latest' | `v1.${number}`;

export type { RuleSetting } from './rule-ids.ts';

/** What holds where a policy has no `workloads`. */
export const defaultWorkloadSettings: WorkloadSettings = { podSecurity: 'off', podSecurityVersion: 'latest', rules: new Map() };

export interface ActiveRule {
  readonly rule: WorkloadRule;
  readonly severity: 'warn' | 'deny';
}

const strength: Readonly<Record<RuleSetting, number>> = { off: 0, warn: 1, deny: 2 };

/** 25 for v1.25; Infinity for the latest, and for a text that names no version: the strictest reading. */
export function minorOf(version: PodSecurityVersion): number {
  const minor = /^v1\.(\d+)$/.exec(version)?.[1];
  return minor === undefined ? Number.POSITIVE_INFINITY : Number(minor);
}

/**
 * The rules that hold. A restricted rule takes the place of the baseline rule that it replaces, as upstream, unless it is set
 * to less, or the settings name the baseline rule themselves.
 */
export function activeRules(settings: WorkloadSettings): readonly ActiveRule[] {
  const known = active.get(settings);
  if (known !== undefined) return known;
  const rules = rulesThatHold(settings);
  active.set(settings, rules);
  return rules;
}

/** By settings, which never change: a directory has thousands of workloads, a policy one list of rules. */
const active = new WeakMap<WorkloadSettings, readonly ActiveRule[]>();

function rulesThatHold(settings: WorkloadSettings): ActiveRule[] {
  const minor = minorOf(settings.podSecurityVersion);
  const settingOf = (rule: WorkloadRule): RuleSetting => (minor < rule.since ? 'off' : settingIn(settings, rule));
  return workloadRules.flatMap((rule) => {
    const severity = settingOf(rule);
    const isReplaced = workloadRules.some((other) => other.replaces === rule.id && strength[settingOf(other)] >= strength[severity]);
    return severity === 'off' || (isReplaced && !settings.rules.has(rule.id)) ? [] : [{ rule, severity }];
  });
}

function settingIn({ podSecurity, rules }: WorkloadSettings, { id, level, severity }: WorkloadRule): RuleSetting {
  const set = rules.get(id);
  if (set !== undefined) return set;
  const holds = level === 'supply-chain' || level === podSecurity || (level === 'baseline' && podSecurity === 'restricted');
  return holds ? severity : 'off';
}
