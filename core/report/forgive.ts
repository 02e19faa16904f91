/** Forgives findings: they stay in the report as information with a note, and no longer deny. */
import type { Report, ReportFinding, ReportImage } from './report.ts';
import { usesOf, worstOf } from './uses.ts';

/** What forgives a finding, as a note for people; null: nothing does. */
export type NoteOf = (finding: ReportFinding) => string | null;

/**
 * The report with findings forgiven, its images and its summary following. `allowed` is what the findings say: something that
 * could not be judged is for the caller to add.
 */
export function forgive(report: Report, noteOf: NoteOf): Report {
  const changed = new Map<ReportFinding, ReportFinding>();
  for (const finding of report.findings) {
    const note = finding.note === undefined ? noteOf(finding) : null;
    if (note !== null) changed.set(finding, { ...finding, severity: 'info', note });
  }
  if (changed.size === 0) return report;
  const after = (finding: ReportFinding): ReportFinding => changed.get(finding) ?? finding;
  const findings = report.findings.map(after);
  return {
    ...report,
    allowed: !findings.some(({ severity }) => severity === 'deny'),
    summary: summaryAfter(report, after),
    findings,
    images: imagesAfter(report, after),
  };
}

type After = (finding: ReportFinding) => ReportFinding;

function imagesAfter(report: Report, after: After): ReportImage[] {
  return usesOf(report).uses.map(({ image, findings }) => {
    const wasDenied = findings.some(({ severity }) => severity === 'deny');
    return wasDenied ? { ...image, allowed: worstOf(findings.map(after)) !== 'deny' } : image;
  });
}

/** Things that are judged no longer as they were move from one count to another. */
function summaryAfter({ findings, summary }: Report, after: After): Report['summary'] {
  const counts = { ...summary };
  for (const group of Map.groupBy(findings, thingOf).values()) {
    const [before, now] = [countedAs(group), countedAs(group.map(after))];
    counts[before]--;
    counts[now]++;
  }
  return counts;
}

function countedAs(findings: readonly ReportFinding[]): keyof Report['summary'] {
  const worst = worstOf(findings);
  return worst === 'deny' ? 'denied' : worst === 'warn' ? 'warned' : 'passed';
}

/** The image or the workload that the summary counts. */
function thingOf({ file, object, line, column, path, image }: ReportFinding): string {
  const { kind, namespace, name } = object;
  const root = /^items\[\d+\]/.exec(path)?.[0] ?? '';
  return JSON.stringify(image === null ? [file, kind, namespace, name, root] : [file, line, column, path]);
}
