/** Scan reports: Trivy's and Grype's JSON, and cosign's vulnerability attestation, which carries one of them. */
import { own, ownText } from '../workload/json.ts';
import { maxScanFindings } from './limits.ts';
import { type Scan, type ScanFinding, severityOf } from './scan.ts';

/** Since Trivy 0.20 (2021); version 1 was a list. */
const trivySchema = 2;

export type Scanner = 'Trivy' | 'Grype';

/** Whose report it would be. */
export function scannerOf(report: unknown): Scanner {
  return Array.isArray(own(report, 'Results')) || own(report, 'SchemaVersion') !== undefined ? 'Trivy' : 'Grype';
}

/** The scan in a report; null when it is none that is known, or too long to be looked through. */
export function readReport(report: unknown, source: string): Scan | null {
  const findings = scannerOf(report) === 'Trivy' ? readTrivy(report) : readGrype(report);
  if (findings === null || findings.length > maxScanFindings) return null;
  const time = ownText(report, 'CreatedAt') ?? ownText(own(report, 'descriptor'), 'timestamp');
  return { source, finishedMs: timeOf(time), findings };
}

/** Predicate of `https://cosign.sigstore.dev/attestation/vuln/v1`. */
export function readVulnerabilityPredicate(predicate: unknown, source: string): Scan | null {
  const scan = readReport(own(own(predicate, 'scanner'), 'result'), source);
  if (scan === null) return null;
  const finished = timeOf(ownText(own(predicate, 'metadata'), 'scanFinishedOn'));
  return { ...scan, finishedMs: finished ?? scan.finishedMs };
}

/** Results without vulnerabilities are left out, or null. Another version may hide its findings from this reading: it is no report. */
function readTrivy(report: unknown): ScanFinding[] | null {
  const results = own(report, 'Results') ?? [];
  if (!Array.isArray(results) || (own(report, 'SchemaVersion') ?? trivySchema) !== trivySchema) return null;
  const found = results.map((result: unknown) => own(result, 'Vulnerabilities') ?? []);
  if (!found.every((one) => Array.isArray(one))) return null;
  return found.flatMap((vulnerabilities: readonly unknown[]) =>
    vulnerabilities.map((one) =>
      findingOf({
        id: ownText(one, 'VulnerabilityID'),
        severity: ownText(one, 'Severity'),
        fixable: ownText(one, 'FixedVersion') !== null,
        published: ownText(one, 'PublishedDate'),
        component: [ownText(one, 'PkgName'), ownText(one, 'InstalledVersion')],
      }),
    ),
  );
}

function readGrype(report: unknown): ScanFinding[] | null {
  const matches = own(report, 'matches');
  if (!Array.isArray(matches)) return null;
  return matches.map((match: unknown) => {
    const [vulnerability, artifact] = [own(match, 'vulnerability'), own(match, 'artifact')];
    return findingOf({
      id: ownText(vulnerability, 'id'),
      severity: ownText(vulnerability, 'severity'),
      fixable: ownText(own(vulnerability, 'fix'), 'state') === 'fixed',
      published: ownText(vulnerability, 'publishedDate'),
      component: [ownText(artifact, 'name'), ownText(artifact, 'version')],
    });
  });
}

interface RawFinding {
  readonly id: string | null;
  readonly severity: string | null;
  readonly fixable: boolean;
  readonly published: string | null;
  readonly component: readonly (string | null)[];
}

/** A finding without a severity is the worst: what is left out must not hide it. */
function findingOf({ id, severity, fixable, published, component }: RawFinding): ScanFinding {
  const named = component.filter((one) => one !== null).join(' ');
  return {
    id: id ?? 'unnamed',
    severity: severityOf(severity ?? ''),
    fixable,
    publishedMs: timeOf(published),
    component: named === '' ? null : named,
  };
}

/** RFC 3339; null for anything else. */
function timeOf(text: string | null): number | null {
  const time = text !== null && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
