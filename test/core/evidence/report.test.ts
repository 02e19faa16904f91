import { describe, expect, it } from '@jest/globals';
import { maxScanFindings } from '../../../core/evidence/limits.ts';
import { readReport, readVulnerabilityPredicate } from '../../../core/evidence/report.ts';
import { severityOf } from '../../../core/evidence/scan.ts';

const trivy = {
  SchemaVersion: 2,
  CreatedAt: '2026-11-24T12:00:00.5Z',
  Results: [
    {
      Target: 'os',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-1',
          PkgName: 'openssl',
          InstalledVersion: '3.0.1',
          FixedVersion: '3.0.2',
          Severity: 'HIGH',
          PublishedDate: '2026-11-01T00:00:00Z',
        },
      ],
    },
    { Target: 'clean' },
    { Target: 'lib', Vulnerabilities: [{ VulnerabilityID: 'CVE-2', Severity: 'UNKNOWN' }] },
  ],
};
const grype = {
  matches: [
    { vulnerability: { id: 'GHSA-1', severity: 'Critical', fix: { state: 'fixed' } }, artifact: { name: 'lodash', version: '4.0.0' } },
    { vulnerability: { id: 'GHSA-2', severity: 'Negligible', fix: { state: 'not-fixed' } }, artifact: {} },
  ],
  descriptor: { name: 'grype', timestamp: '2026-11-24T12:00:00Z' },
};

describe('readReport', () => {
  it('reads Trivy', () => {
    expect(readReport(trivy, 'x')).toEqual({
      source: 'x',
      finishedMs: Date.parse('2026-11-24T12:00:00.5Z'),
      findings: [
        { id: 'CVE-1', severity: 'high', fixable: true, publishedMs: Date.parse('2026-11-01'), component: 'openssl 3.0.1' },
        { id: 'CVE-2', severity: 'none', fixable: false, publishedMs: null, component: null },
      ],
    });
  });

  it('reads Grype', () => {
    expect(readReport(grype, 'x')).toEqual({
      source: 'x',
      finishedMs: Date.parse('2026-11-24T12:00:00Z'),
      findings: [
        { id: 'GHSA-1', severity: 'critical', fixable: true, publishedMs: null, component: 'lodash 4.0.0' },
        { id: 'GHSA-2', severity: 'none', fixable: false, publishedMs: null, component: null },
      ],
    });
  });

  it.each(['2026-11-24', '24 Nov 2026', '2026-11-24Tnoon', '0', ''])('reads %j as no time', (CreatedAt) => {
    expect(readReport({ ...trivy, CreatedAt }, 'x')?.finishedMs).toBeNull();
  });

  it('reads a Trivy report without results, which is a clean one', () => {
    expect(readReport({ SchemaVersion: 2 }, 'x')).toEqual({ source: 'x', finishedMs: null, findings: [] });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['something else', { runs: [] }],
    ['results that are no list', { SchemaVersion: 2, Results: {} }],
    ['vulnerabilities that are no list', { SchemaVersion: 2, Results: [{ Vulnerabilities: {} }] }],
    ["a later version of Trivy's schema", { SchemaVersion: 3, Results: [] }],
    ['its first version', [{ Target: 'a', Vulnerabilities: [] }]],
    ['more findings than the limit', { matches: Array(maxScanFindings + 1).fill({}) }],
  ])('%s is no report', (_, report) => {
    expect(readReport(report, 'x')).toBeNull();
  });

  it('reads as many findings as the limit', () => {
    expect(readReport({ matches: Array(maxScanFindings).fill({}) }, 'x')?.findings).toHaveLength(maxScanFindings);
  });

  it('takes a finding without severity for the worst', () => {
    expect(readReport({ matches: [null] }, 'x')?.findings).toEqual([
      { id: 'unnamed', severity: 'critical', fixable: false, publishedMs: null, component: null },
    ]);
    expect(severityOf('apocalyptic')).toBe('critical');
  });
});

it('takes the time of a vulnerability attestation from its metadata', () => {
  const predicate = { scanner: { result: trivy }, metadata: { scanFinishedOn: '2026-11-24T13:00:00Z' } };
  expect(readVulnerabilityPredicate(predicate, 'x')?.finishedMs).toBe(Date.parse('2026-11-24T13:00:00Z'));
  expect(readVulnerabilityPredicate({}, 'x')).toBeNull();
});
