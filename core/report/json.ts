/** The report for programs: the contract's keys in the contract's order, whatever else the report carries. */
import { escapeJson } from '../text.ts';
import type { Report, ReportFinding, ReportImage, ReportObject } from './report.ts';

/** The same report with the contract's keys alone. */
export function contractOf({ policy, allowed, summary, findings, images }: Report): Report {
  const { denied, warned, passed } = summary;
  return {
    policy: { hash: policy.hash, source: policy.source },
    allowed,
    summary: { denied, warned, passed },
    findings: findings.map(findingOf),
    images: images.map(imageOf),
  };
}

/** JSON in printable ASCII: what a hostile file name holds reaches no terminal. */
export function jsonReport(report: Report): string {
  return asciiJson(contractOf(report));
}

/** Indented JSON with everything but printable ASCII escaped, which means the same to any reader. */
export function asciiJson(value: unknown): string {
  return escapeJson(JSON.stringify(value, null, 2));
}

function findingOf(finding: ReportFinding): ReportFinding {
  const { rule, severity, file, line, column, path, container, image, message, fix, note } = finding;
  const object = objectOf(finding.object);
  return { rule, severity, file, line, column, object, path, container, image, message, fix, ...(note === undefined ? {} : { note }) };
}

function objectOf({ kind, namespace, name }: ReportObject): ReportObject {
  return { kind, namespace, name };
}

function imageOf({ image, canonical, file, path, container, allowed, entry }: ReportImage): ReportImage {
  return { image, canonical, file, path, container, allowed, entry };
}
