/** Forgives findings: they stay in the report as information with a note, and no longer deny. */
import type { Report, ReportFinding, ReportImage } from './report.ts';
import { type ReportUses, usesOf, worstOf } from './uses.ts';

/** What forgives a finding, as a note for people; null: nothing does. */
export type NoteOf = (finding: ReportFinding) => string | null;

/**
 * The report with findings forgiven, its images and its summary following. `allowed` is what the findings say: something that
 * could not be judged is for the caller to add.
 */
export function forgive(report: Report, noteOf: NoteOf): Report {
  const changed = new Map<ReportFinding, ReportFinding>();
  for (const finding of report.findings) {
    const note = finding.note === undefined && isForgivable(finding) ? noteOf(finding) : null;
    if (note !== null) changed.set(finding, { ...finding, severity: 'info', note });
  }
  if (changed.size === 0) return report;
  const after = (finding: ReportFinding): ReportFinding => changed.get(finding) ?? finding;
  const findings = report.findings.map(after);
  const uses = usesOf(report);
  return {
    ...report,
    allowed: !findings.some(({ severity }) => severity === 'deny'),
    summary: summaryAfter(report.summary, uses, after),
    findings,
    images: imagesAfter(uses, after),
  };
}

/** What could not be checked is nobody's finding to know and accept: the policy's onError alone speaks of it, in a pipeline too. */
export function isForgivable({ rule }: Pick<ReportFinding, 'rule'>): boolean {
  return rule !== 'unverifiable';
}

type After = (finding: ReportFinding) => ReportFinding;

function imagesAfter({ uses }: ReportUses, after: After): ReportImage[] {
  return uses.map(({ image, findings, worst }) =>
    worst === 'deny' ? { ...image, allowed: worstOf(findings.map(after)) !== 'deny' } : image,
  );
}

/** Things that are judged no longer as they were move from one count to another. */
function summaryAfter(summary: Report['summary'], { uses, others }: ReportUses, after: After): Report['summary'] {
  const counts = { ...summary };
  const workloads = Map.groupBy(others, thingOf).values();
  for (const findings of [...uses.map((use) => use.findings), ...workloads]) {
    counts[countedAs(findings)]--;
    counts[countedAs(findings.map(after))]++;
  }
  return counts;
}

function countedAs(findings: readonly ReportFinding[]): keyof Report['summary'] {
  const worst = worstOf(findings);
  return worst === 'deny' ? 'denied' : worst === 'warn' ? 'warned' : 'passed';
}

/** The workload that the summary counts once, whatever was found in it. */
function thingOf({ file, object, line, column, path, image }: ReportFinding): string {
  const { kind, namespace, name } = object;
  const root = /^items\[\d+\]/.exec(path)?.[0] ?? '';
  return JSON.stringify([file, kind, namespace, name, ...(image === null ? [root] : [line, column, path])]);
}
