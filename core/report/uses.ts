/** Brings images and findings of a report together: every image with what was found in it, and the findings that remain. */
import type { Severity } from '../policy/mode.ts';
import type { Report, ReportFinding, ReportImage } from './report.ts';

export interface ReportUse {
  readonly image: ReportImage;
  readonly findings: readonly ReportFinding[];
  /** The worst severity of its findings; null: nothing was found. */
  readonly worst: Severity | null;
}

export interface ReportUses {
  /** In the report's order. */
  readonly uses: readonly ReportUse[];
  /** Findings that name no image: a workload's own. */
  readonly others: readonly ReportFinding[];
}

const ranks: Readonly<Record<Severity, number>> = { deny: 0, warn: 1, info: 2 };

/** For sorting: the worst first. */
export function rankOf(severity: Severity | null): number {
  return severity === null ? 3 : ranks[severity];
}

/** The worst severity among them; null when there is none. */
export function worstOf(findings: readonly ReportFinding[]): Severity | null {
  let worst: Severity | null = null;
  for (const { severity } of findings) if (rankOf(severity) < rankOf(worst)) worst = severity;
  return worst;
}

/** One pass over both lists: a cluster's dump has tens of thousands of images. */
export function usesOf({ images, findings }: Report): ReportUses {
  const byPlace = Map.groupBy(findings, placeOf);
  const claimed = new Set<ReportFinding>();
  const uses = images.map((image) => {
    const own = (byPlace.get(placeOf(image)) ?? []).filter((finding) => isOf(finding, image));
    for (const finding of own) claimed.add(finding);
    return { image, findings: own, worst: worstOf(own) };
  });
  return { uses, others: findings.filter((finding) => !claimed.has(finding)) };
}

/** Several documents of a file have the same paths: line and object tell them apart where the report has them. */
function isOf(finding: ReportFinding, { line, object }: ReportImage): boolean {
  if (line !== undefined && finding.line !== line) return false;
  return object === undefined || (finding.object.name === object.name && finding.object.namespace === object.namespace);
}

function placeOf({ file, path, container, image }: ReportFinding | ReportImage): string {
  return JSON.stringify([file, path, container, image]);
}
