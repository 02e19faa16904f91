/**
 * JUnit XML, as GitLab, Jenkins and Azure Pipelines read it: one suite a file, one case an image or a workload's own finding.
 * A denial is a failure; warnings pass and are told in the case's output.
 */
import { fixLines, objectName } from './plain.ts';
import type { Report, ReportFinding } from './report.ts';
import { type ReportUse, usesOf } from './uses.ts';
import { markup } from './xml.ts';

interface Case {
  readonly file: string;
  readonly group: string;
  readonly name: string;
  readonly findings: readonly ReportFinding[];
}

/** The document, without a line end behind it. */
export function junitReport(report: Report): string {
  const { uses, others } = usesOf(report);
  const files = Map.groupBy([...uses.map(useCase), ...others.map(otherCase)], ({ file }) => file);
  const cases = [...files.values()].flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="image-warden" ${countsOf(cases)}>`,
    ...[...files].flatMap(([file, own]) => [
      `  <testsuite name="${markup(file)}" ${countsOf(own)}>`,
      ...own.flatMap(linesOf),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n');
}

function useCase({ image: { image, file, path, object }, findings }: ReportUse): Case {
  const known = object ?? findings[0]?.object;
  return { file, group: known === undefined ? file : objectName(known), name: `${image} (${path})`, findings };
}

function otherCase(finding: ReportFinding): Case {
  const { file, object, path, rule } = finding;
  return { file, group: objectName(object), name: path === '' ? rule : `${rule} (${path})`, findings: [finding] };
}

function countsOf(cases: readonly Case[]): string {
  return `tests="${cases.length}" failures="${cases.filter(isFailure).length}" errors="0" skipped="0"`;
}

function isFailure({ findings }: Case): boolean {
  return findings.some(({ severity }) => severity === 'deny');
}

function linesOf({ group, name, findings }: Case): string[] {
  const open = `    <testcase classname="${markup(group)}" name="${markup(name)}"`;
  if (findings.length === 0) return [`${open}/>`];
  const denied = findings.filter(({ severity }) => severity === 'deny');
  const rest = findings.filter(({ severity }) => severity !== 'deny');
  return [`${open}>`, ...denied.map(failureOf), ...(rest.length === 0 ? [] : [outputOf(rest)]), '    </testcase>'];
}

function failureOf(finding: ReportFinding): string {
  return `      <failure type="${markup(finding.rule)}" message="${markup(finding.message)}">${detailOf(finding)}</failure>`;
}

function outputOf(findings: readonly ReportFinding[]): string {
  const lines = findings.map((finding) => `${finding.severity} ${markup(finding.message)}\n${detailOf(finding)}`);
  return `      <system-out>${lines.join('\n')}</system-out>`;
}

function detailOf({ file, line, column, fix, note }: ReportFinding): string {
  const forgiven = note === undefined ? '' : `\nnote: ${markup(note)}`;
  return `${markup(file)}:${line}:${column}\nfix: ${fixLines(fix).map(markup).join('\n')}${forgiven}`;
}
