/** SARIF 2.1.0, for code scanning and editors. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { Location, Log, ReportingDescriptor, Result, Run } from 'sarif';
import { maxSarifResults } from '../limits.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { asciiJson } from './json.ts';
import { fixLines, objectName, plain } from './plain.ts';
import type { Report, ReportFinding } from './report.ts';
import type { RuleInfo } from './rule-info.ts';

export interface SarifOptions {
  /** Of Image Warden: `0.1.0`. */
  readonly version: string;
  /** Rules that can be told more about than their id. */
  readonly rules: readonly RuleInfo[];
}

const levels = { deny: 'error', warn: 'warning', info: 'note' } as const;
const schemaUri = 'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json';

/** The log as JSON. Findings beyond `maxSarifResults` are left out, and the log says so. */
export function sarifReport(report: Report, options: SarifOptions): string {
  return asciiJson(sarifLog(report, options));
}

function sarifLog({ findings }: Report, { version, rules }: SarifOptions): Log {
  const told = new Map(rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set([...told.keys(), ...findings.map(({ rule }) => rule)])];
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const fingerprints = fingerprintsOf(findings);
  const someForgiven = findings.some(({ note }) => note !== undefined);
  const results = findings
    .slice(0, maxSarifResults)
    .map((finding, i) => resultOf(finding, indexes.get(finding.rule) ?? -1, fingerprints[i] ?? '', someForgiven));
  const run: Run = {
    tool: { driver: { name: 'Image Warden', semanticVersion: version, rules: ids.map((id) => descriptorOf(id, told.get(id))) } },
    columnKind: 'utf16CodeUnits',
    results,
    ...(findings.length > results.length ? { invocations: [cutInvocation(findings.length, results.length)] } : {}),
  };
  return { $schema: schemaUri, version: '2.1.0', runs: [run] };
}

function descriptorOf(id: string, rule: RuleInfo | undefined): ReportingDescriptor {
  if (rule === undefined) return { id: plain(id) };
  const { level, severity, summary, reference, fix } = rule;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    helpUri: reference,
    help: { text: `${summary} Fix: ${fix}. ${reference}`, markdown: `${summary}\n\n**Fix**: ${fix}\n\n[Reference](${reference})` },
    defaultConfiguration: { level: severity === 'deny' ? 'error' : severity === 'warn' ? 'warning' : 'note' },
    properties: { tags: ['security', level] },
  };
}

function resultOf(finding: ReportFinding, ruleIndex: number, fingerprint: string, someForgiven: boolean): Result {
  const { rule, severity, message, fix, note } = finding;
  const suppressions: Result['suppressions'] = note === undefined ? [] : [{ kind: 'external', justification: plain(note) }];
  return {
    ruleId: plain(rule),
    ruleIndex,
    level: levels[severity],
    message: { text: `${plain(message)}. Fix: ${fixLines(fix).join('\n')}` },
    locations: [locationOf(finding)],
    // GitHub reads this key, and would else make one up of the source's lines.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'imageWardenFinding/v1': fingerprint },
    // All results of a run have the key, or none (3.27.23).
    ...(someForgiven ? { suppressions } : {}),
  };
}

function locationOf({ file, line, column, object, path }: ReportFinding): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: Math.max(line, 1), startColumn: Math.max(column, 1) },
    },
    logicalLocations: [{ fullyQualifiedName: `${objectName(object)} ${plain(path)}`.trim(), kind: 'resource' }],
  };
}

/** A path to a URI reference; no character of it is read as scheme, query or fragment. */
function uriOf(file: string): string {
  const path = file
    .toWellFormed()
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return path.startsWith('/') ? `file://${path.replace(/^\/+/, '/')}` : path;
}

function cutInvocation(found: number, shown: number): NonNullable<Run['invocations']>[number] {
  const text = `${found - shown} of ${found} findings are left out: a run holds at most ${shown}`;
  return { executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning', message: { text } }] };
}
