/** What the rules about workloads find, as findings of a verdict: each by its setting, weakened by the mode. */
import { judgeWorkload, newViolations, type WorkloadViolation } from '../rules/judge-workload.ts';
import type { Workload } from '../workload/visit.ts';
import type { Finding, Verdict } from './finding.ts';
import { weakened } from './mode.ts';
import { type Policy, settingsIn } from './policy.ts';

/** Whole objects: no image is left out because it did not change. */
export interface WholeWorkloads {
  readonly now: readonly Workload[];
  /** Of an UPDATE; what was found in them already is not found again. */
  readonly old: readonly Workload[];
}

/** The verdict on the images with the workloads' own findings added. An exempt namespace stays exempt. */
export function withWorkloadFindings(policy: Policy, verdict: Verdict, { now, old }: WholeWorkloads, cluster: string | null): Verdict {
  if (verdict.exempt !== null) return verdict;
  const { mode } = settingsIn(policy, cluster);
  const found = asTheyWillRun(now, verdict).map((workload) => ({ workload, violations: judgeWorkload(workload, policy.workloads) }));
  const before = old.flatMap((workload) => judgeWorkload(workload, policy.workloads));
  const all = found.flatMap(({ violations }) => violations);
  const fresh = new Set(before.length === 0 ? all : newViolations(all, before));
  const findings = found.flatMap(({ workload, violations }) =>
    violations.filter((one) => fresh.has(one)).map((one) => findingOf(one, workload, weakened(one.severity, mode))),
  );
  if (findings.length === 0) return verdict;
  const allowed = verdict.allowed && !findings.some(({ severity }) => severity === 'deny');
  return { ...verdict, allowed, findings: [...verdict.findings, ...findings] };
}

/** A mutation may have rewritten and pinned images: the rules judge what will run. */
function asTheyWillRun(workloads: readonly Workload[], { images }: Verdict): readonly Workload[] {
  const texts = new Map(images.map(({ use }) => [use.path, use.image]));
  const isChanged = ({ path, image }: Workload['images'][number]): boolean => (texts.get(path) ?? image) !== image;
  return workloads.map((workload) => {
    if (!workload.images.some(isChanged)) return workload;
    return { ...workload, images: workload.images.map((use) => ({ ...use, image: texts.get(use.path) ?? use.image })) };
  });
}

function findingOf(violation: WorkloadViolation, workload: Workload, severity: Finding['severity']): Finding {
  const { rule, path, list, container, detail, fix } = violation;
  const finding = {
    workload,
    rule,
    severity,
    path,
    list,
    container,
    detail,
    fix,
    image: null,
    reference: null,
    entry: null,
    exception: null,
  };
  return violation.severity === 'warn' ? { ...finding, onlyWarns: true } : finding;
}
