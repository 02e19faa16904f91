/** The rules about workloads, applied. Pure: a workload and settings in, violations out. */
import type { ImageList, Workload } from '../workload/types.ts';
import { type Pod, podOf } from './pod.ts';
import type { Breach, WorkloadRuleId } from './workload-rule.ts';
import { type ActiveRule, activeRules, minorOf, type WorkloadSettings } from './workload-settings.ts';

export { defaultWorkloadSettings, type RuleSetting, type WorkloadSettings } from './workload-settings.ts';

/** Violations of one rule in one workload that are listed. Real Pods have a few dozen containers; a hostile one has millions. */
export const maxViolationsOfRule = 100;

export interface WorkloadViolation {
  readonly rule: WorkloadRuleId;
  readonly severity: 'warn' | 'deny';
  /** From the document's root: `spec.template.spec.containers[0].securityContext.privileged`. Printable ASCII. */
  readonly path: string;
  /** Identity across an UPDATE: the path with names instead of positions; null when it has none. */
  readonly place: string | null;
  /** Where the container or volume stands; null for the Pod itself. */
  readonly list: ImageList | null;
  /** The name of the container or volume, hostile; null when it has none, and for the Pod itself. */
  readonly container: string | null;
  /** One clause, printable ASCII. */
  readonly detail: string;
  readonly fix: string;
}

/**
 * What the rules find in one workload, whole, as the visitor gives it: in an UPDATE without `changedOnly`, which takes images
 * out. Of custom resources only the images are judged. Never throws.
 */
export function judgeWorkload(workload: Workload, settings: WorkloadSettings): WorkloadViolation[] {
  const pod = podOf(workload, minorOf(settings.podSecurityVersion));
  return activeRules(settings).flatMap((active) => violationsOf(active, pod));
}

/** An UPDATE: the violations that the old object did not have, by rule, place and detail. What has no place is always new. */
export function newViolations(now: readonly WorkloadViolation[], old: readonly WorkloadViolation[]): WorkloadViolation[] {
  const left = new Map<string, number>();
  for (const violation of old) left.set(keyOf(violation), (left.get(keyOf(violation)) ?? 0) + 1);
  return now.filter((violation) => {
    const count = left.get(keyOf(violation)) ?? 0;
    if (violation.place === null || count === 0) return true;
    left.set(keyOf(violation), count - 1);
    return false;
  });
}

function keyOf({ rule, place, detail }: WorkloadViolation): string {
  return JSON.stringify([rule, place, detail]);
}

function violationsOf({ rule, severity }: ActiveRule, pod: Pod): WorkloadViolation[] {
  const violations: WorkloadViolation[] = [];
  const add = ({ path, place, owner, detail }: Breach): void => {
    const { list, name } = owner ?? { list: null, name: null };
    violations.push({ rule: rule.id, severity, path, place, list, container: name, detail, fix: rule.fix });
  };
  for (const breach of rule.check(pod)) {
    if (violations.length === maxViolationsOfRule) {
      // Without a place, so that it counts as new: nobody can tell whether what is not listed was there before.
      add({ ...breach, place: null, detail: `${breach.detail}; this and all further ones are not listed` });
      break;
    }
    add(breach);
  }
  return violations;
}
