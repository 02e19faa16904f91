import { describe, expect, it } from '@jest/globals';
import type { EvidenceFacts } from '../../../core/evidence/facts.ts';
import { judgeVulnerabilities } from '../../../core/evidence/judge-vulnerabilities.ts';
import type { VulnerabilityRequirement } from '../../../core/evidence/requirement.ts';
import type { Scan, ScanFinding } from '../../../core/evidence/scan.ts';

const nowMs = Date.parse('2026-11-24T00:00:00Z');
const day = 86_400_000;
const requirement: VulnerabilityRequirement = {
  max: 'medium',
  fixableOnly: false,
  graceDays: 0,
  maxAgeDays: 7,
  missing: 'deny',
  allow: [],
};
const finding: ScanFinding = { id: 'CVE-1', severity: 'high', fixable: true, publishedMs: nowMs - 10 * day, component: 'openssl 3.0.1' };
const scan = (findings: readonly ScanFinding[], finishedMs: number | null = nowMs - day): Scan => ({ source: 'ECR', finishedMs, findings });

function judge(
  scans: readonly Scan[],
  change: Partial<VulnerabilityRequirement> = {},
  scanTroubles: readonly string[] = [],
  scanWrongs: readonly string[] = [],
  scansPending: readonly string[] = [],
  more: Partial<EvidenceFacts> = {},
) {
  const facts: EvidenceFacts = {
    image: { host: 'ghcr.io', path: 'acme/app', digest: 'sha256:x' },
    found: [],
    verifiers: new Map(),
    collected: { wrong: [], unknown: [] },
    scans,
    scanTroubles,
    scanWrongs,
    scansPending,
    ...more,
  };
  const violation = judgeVulnerabilities({ ...requirement, ...change }, facts, { verifiers: new Map(), nowMs });
  return violation === null ? null : [violation.rule, violation.warnOnly, violation.detail];
}

const denied = ['vulnerabilities', false, '1 worse than medium: CVE-1 (high, openssl 3.0.1); scanned: ECR'];
const missing = ['vulnerabilities', false, 'no vulnerability scan was found'];

describe('judgeVulnerabilities', () => {
  it.each<[string, readonly Scan[], Partial<VulnerabilityRequirement>, unknown]>([
    ['nothing found', [scan([])], {}, null],
    ['worse than max', [scan([finding])], {}, denied],
    ['not worse than max', [scan([finding])], { max: 'high' }, null],
    [
      'critical is worse than high',
      [scan([{ ...finding, severity: 'critical' }])],
      { max: 'high' },
      ['vulnerabilities', false, '1 worse than high: CVE-1 (critical, openssl 3.0.1); scanned: ECR'],
    ],
    ['not fixable, and only fixable counts', [scan([{ ...finding, fixable: false }])], { fixableOnly: true }, null],
    ['fixable, and only fixable counts', [scan([finding])], { fixableOnly: true }, denied],
    ['not fixable, and all counts', [scan([{ ...finding, fixable: false }])], {}, denied],
    ['within grace', [scan([finding])], { graceDays: 11 }, null],
    ['grace is over', [scan([finding])], { graceDays: 10 }, denied],
    ['published in the future: no grace', [scan([{ ...finding, publishedMs: nowMs + day }])], { graceDays: 99 }, denied],
    ['of an unknown date: no grace', [scan([{ ...finding, publishedMs: null }])], { graceDays: 99 }, denied],
    ['allowed by its id', [scan([finding])], { allow: [{ id: 'CVE-1', untilMs: nowMs + 1 }] }, null],
    ['allowed no more', [scan([finding])], { allow: [{ id: 'CVE-1', untilMs: nowMs }] }, denied],
    ['another is allowed', [scan([finding])], { allow: [{ id: 'CVE-10', untilMs: null }] }, denied],
    [
      'what begins like its id is allowed',
      [scan([{ ...finding, id: 'CVE-10' }])],
      { allow: [{ id: 'CVE-1', untilMs: null }] },
      ['vulnerabilities', false, '1 worse than medium: CVE-10 (high, openssl 3.0.1); scanned: ECR'],
    ],
    [
      'hostile names',
      [{ source: 'ECR\n', finishedMs: nowMs, findings: [{ ...finding, id: '\u001b[2J', component: 'a\u2028' }] }],
      {},
      ['vulnerabilities', false, '1 worse than medium: \\u001b[2J (high, a\\u2028); scanned: ECR\\u000a'],
    ],
    ['no scan', [], {}, missing],
    ['no scan, which warns', [], { missing: 'warn' }, ['vulnerabilities', true, 'no vulnerability scan was found']],
    ['no scan, which is allowed', [], { missing: 'allow' }, null],
    [
      'too old',
      [scan([], nowMs - 8 * day)],
      {},
      ['vulnerabilities', false, 'the newest vulnerability scan, of 2026-11-16, is older than 7 days'],
    ],
    ['as old as may be', [scan([], nowMs - 7 * day)], {}, null],
    [
      'a millisecond older',
      [scan([], nowMs - 7 * day - 1)],
      {},
      ['vulnerabilities', false, 'the newest vulnerability scan, of 2026-11-16, is older than 7 days'],
    ],
    ['of an unknown time, where any age will do', [scan([finding], null)], { maxAgeDays: null }, denied],
    ['as late as clocks differ', [scan([], nowMs + 300_000)], {}, null],
    ['later', [scan([], nowMs + 300_001)], {}, missing],
    ['any age', [scan([], 0)], { maxAgeDays: null }, null],
    [
      'of an unknown time',
      [scan([], null)],
      {},
      ['vulnerabilities', false, 'the newest vulnerability scan, of an unknown time, is older than 7 days'],
    ],
    ['of the future', [scan([], nowMs + day)], {}, missing],
    ['the newest decides', [scan([finding], nowMs - 2 * day), scan([], nowMs - day)], {}, null],
    ['the newest decides, in any order', [scan([], nowMs - 2 * day), scan([finding], nowMs - day)].reverse(), {}, denied],
    [
      'seven findings name five',
      [scan(Array(7).fill({ ...finding, component: null }))],
      {},
      [
        'vulnerabilities',
        false,
        '7 worse than medium: CVE-1 (high), CVE-1 (high), CVE-1 (high), CVE-1 (high), CVE-1 (high) and 2 more; scanned: ECR',
      ],
    ],
  ])('%s', (_, scans, change, expected) => {
    expect(judge(scans, change)).toEqual(expected);
  });

  it('what whoever pushes can cause is wrong, whatever else is not known or may be missing', () => {
    const wrong = ['vulnerabilities', false, 'the scan cannot be used: 17 platforms'];
    expect(judge([], {}, ['ECR did not answer'], ['17 platforms'])).toEqual(wrong);
    expect(judge([], { missing: 'allow' }, [], ['17 platforms'])).toEqual(wrong);
    expect(judge([scan([])], {}, [], ['17 platforms'])).toBe(null);
  });

  it('a scan that is still to come is missing, for every push begins one', () => {
    const pending = ['ECR has not finished its scan'];
    const said = 'no vulnerability scan was found; ECR has not finished its scan';
    expect(judge([], {}, [], [], pending)).toEqual(['vulnerabilities', false, said]);
    expect(judge([], { missing: 'warn' }, [], [], pending)).toEqual(['vulnerabilities', true, said]);
    expect(judge([], { missing: 'allow' }, [], [], pending)).toBeNull();
    expect(judge([scan([])], {}, [], [], pending)).toBeNull();
    expect(judge([], {}, ['KMS did not answer'], [], pending)?.[0]).toBe('unverifiable');
  });

  it('a signed report that cannot be read is told', () => {
    const attestation = {
      form: 'dsse',
      where: 'tag x.att',
      signer: 's',
      predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
    } as const;
    const ci = { signatures: [], refused: [], trouble: null, attestations: [{ ...attestation, predicate: { scanner: { result: {} } } }] };
    const facts = {
      image: { host: 'h', path: 'p', digest: 'd' },
      found: [],
      collected: { wrong: [], unknown: [] },
      scans: [],
      scansPending: [],
    };
    const all: EvidenceFacts = { ...facts, scanTroubles: [], scanWrongs: [], verifiers: new Map([['ci', ci]]) };
    expect(judgeVulnerabilities(requirement, all, { verifiers: new Map(), nowMs })?.detail).toBe(
      "no vulnerability scan was found; the report signed by ci, DSSE envelope at tag x.att, cannot be read: expected Trivy's or Grype's JSON with at most 20000 findings",
    );
  });

  it('tells a scanner that could not be asked from a scan that is missing', () => {
    expect(judge([], {}, ['ECR did not answer'])).toEqual([
      'unverifiable',
      false,
      'vulnerabilities could not be checked: ECR did not answer',
    ]);
    expect(judge([], { missing: 'allow' }, ['ECR did not answer'])?.[0]).toBe('unverifiable');
    expect(judge([scan([])], {}, ['ECR did not answer'])).toBeNull();
    expect(judge([], { missing: 'warn' }, ['ECR did not answer'])).toEqual(judge([], {}, ['ECR did not answer']));
  });

  it('takes a registry that did not answer for one that may hold a report', () => {
    const down = { collected: { wrong: [], unknown: ['ghcr.io answered HTTP 503'] } };
    expect(judge([], {}, [], [], [], down)).toEqual([
      'unverifiable',
      false,
      'vulnerabilities could not be checked: ghcr.io answered HTTP 503',
    ]);
  });

  it('reads a report only out of an attestation of its type', () => {
    const predicate = { scanner: { result: { SchemaVersion: 2, Results: [] } }, metadata: { scanFinishedOn: '2026-11-23T00:00:00Z' } };
    const of = (predicateType: string) => {
      const attestation = { form: 'dsse', where: 'tag x', signer: 's', predicateType, predicate } as const;
      return { verifiers: new Map([['ci', { signatures: [], attestations: [attestation], refused: [], trouble: null }]]) };
    };
    expect(judge([], {}, [], [], [], of('https://cosign.sigstore.dev/attestation/vuln/v1'))).toBeNull();
    expect(judge([], {}, [], [], [], of('https://acme.example/custom/v1'))).toEqual(missing);
  });
});
