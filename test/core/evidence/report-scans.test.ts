import { describe, expect, it } from '@jest/globals';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';
import { compileEvidence, type EvidenceDocument } from '../../../core/evidence/add-up.ts';
import { evidencePort } from '../../../core/evidence/gather.ts';
import { prove } from '../../../core/evidence/prove.ts';
import { type GivenReport, givenReport, reportScans } from '../../../core/evidence/report-scans.ts';
import { readScanFixture, scannedDigest } from './scan-fixture.ts';

const nowMs = Date.parse('2026-11-24T00:00:00Z');
const app = { host: 'ghcr.io', path: 'acme/app', digest: scannedDigest };
const appText = `ghcr.io/acme/app@${scannedDigest}`;

function given(...names: readonly string[]): GivenReport[] {
  return names.map((name) => {
    const report = givenReport(`${name}.json`, readScanFixture(name));
    if (report === null) throw new Error(name);
    return report;
  });
}

type Requirement = NonNullable<EvidenceDocument['vulnerabilities']>;

/** The clauses of a denial, by the way that admission goes. No registry may be asked. */
async function judged(reports: readonly GivenReport[], vulnerabilities: Requirement, image = app): Promise<string[]> {
  const artifacts = { collect: () => Promise.reject(new Error('a registry was asked')) };
  const scans = [reportScans(reports).source];
  const port = evidencePort({ artifacts, keys: { publicKey: async () => ({ unknown: '' }) }, scans });
  const options = { port, store: memoryVerdicts(), verifiers: new Map(), policyHash: 'p' };
  return (await prove(options, image, compileEvidence({ vulnerabilities }), nowMs)).map(({ detail }) => detail);
}

const missing = ['no vulnerability scan was found'];
const both = [
  '2 worse than medium: CVE-2026-2001 (high, libssl3 3.0.11-1), CVE-2026-2002 (critical, zlib1g 1.2.13); scanned: Trivy, trivy-0.57.json',
];
const high = ['1 worse than medium: CVE-2026-2001 (high, libssl3 3.0.11-1); scanned: Trivy, trivy-0.57.json'];
const critical = ['1 worse than medium: CVE-2026-2002 (critical, zlib1g 1.2.13); scanned: Trivy, trivy-0.57.json'];
const other = { ...app, digest: `sha256:${'0'.repeat(64)}` };

describe('a report in the place of a scan', () => {
  it.each<[string, string[], Requirement, object, string[]]>([
    ['worse than max (Trivy)', ['trivy-0.57'], { max: 'medium' }, app, both],
    ['not worse than max', ['trivy-0.57'], { max: 'critical' }, app, []],
    ['nothing found', ['trivy-0.70'], { max: 'none' }, app, []],
    ['only what can be fixed', ['trivy-0.57'], { max: 'medium', fixableOnly: true }, app, high],
    ['within days of grace', ['trivy-0.57'], { max: 'medium', graceDays: 5 }, app, critical],
    ['after days of grace', ['trivy-0.57'], { max: 'medium', graceDays: 3 }, app, both],
    ['ignored ids', ['trivy-0.57'], { max: 'medium', allow: [{ id: 'CVE-2026-2002', until: '2026-12-01' }] }, app, high],
    ['ignored ids, but not any more', ['trivy-0.57'], { max: 'medium', allow: [{ id: 'CVE-2026-2002', until: '2026-11-23' }] }, app, both],
    [
      'an older Trivy',
      ['trivy-0.29'],
      { max: 'low' },
      { ...app, host: 'docker.io' },
      ['1 worse than low: CVE-2026-1001 (medium, libssl3 3.0.11-1); scanned: Trivy, trivy-0.29.json'],
    ],
    [
      'worse than max (Grype)',
      ['grype-0.60'],
      { max: 'medium' },
      app,
      ['1 worse than medium: CVE-2026-2001 (high, libssl3 3.0.11-1); scanned: Grype, grype-0.60.json'],
    ],
    ['Grype: only what can be fixed', ['grype-0.104'], { max: 'medium', fixableOnly: true }, app, []],
    [
      'Grype says no date: no grace',
      ['grype-0.60'],
      { max: 'medium', graceDays: 99 },
      app,
      ['1 worse than medium: CVE-2026-2001 (high, libssl3 3.0.11-1); scanned: Grype, grype-0.60.json'],
    ],
    ['another digest', ['trivy-0.57', 'grype-0.60'], { max: 'critical' }, other, missing],
    ['another repository', ['trivy-0.57', 'grype-0.60'], { max: 'critical' }, { ...app, path: 'acme/app2' }, missing],
    ['another registry', ['trivy-0.57', 'grype-0.60'], { max: 'critical' }, { ...app, host: 'docker.io' }, missing],
    ['no digest', ['trivy-archive', 'grype-directory'], { max: 'critical' }, app, missing],
    ['no report', [], { max: 'critical' }, app, missing],
    [
      'older than maxAgeDays',
      ['trivy-0.70'],
      { max: 'none', maxAgeDays: 0.5 },
      app,
      ['the newest vulnerability scan, of 2026-11-23, is older than 0.5 days'],
    ],
    ['young enough', ['trivy-0.70'], { max: 'none', maxAgeDays: 1 }, app, []],
    [
      'of an unknown time',
      ['trivy-0.29'],
      { max: 'critical', maxAgeDays: 99 },
      { ...app, host: 'docker.io' },
      ['the newest vulnerability scan, of an unknown time, is older than 99 days'],
    ],
    [
      'two reports: what either found',
      ['trivy-0.70', 'grype-0.104'],
      { max: 'medium' },
      app,
      ['1 worse than medium: GHSA-aaaa-bbbb-cccc (critical, lodash 4.17.21); scanned: Trivy, trivy-0.70.json; Grype, grype-0.104.json'],
    ],
    [
      'two reports, in any order',
      ['grype-0.104', 'trivy-0.70'],
      { max: 'medium' },
      app,
      ['1 worse than medium: GHSA-aaaa-bbbb-cccc (critical, lodash 4.17.21); scanned: Grype, grype-0.104.json; Trivy, trivy-0.70.json'],
    ],
  ])('%s', async (_, names, requirement, image, expected) => {
    expect(await judged(given(...names), requirement, image as typeof app)).toEqual(expected);
  });

  it('has the age of the oldest that was given', async () => {
    const [first, second] = given('trivy-0.70', 'grype-0.60');
    const of = (report: GivenReport | undefined, finishedMs: number | null) =>
      report === undefined ? [] : [{ ...report, scan: { ...report.scan, finishedMs } }];
    const scan = (a: number | null, b: number | null) => reportScans([...of(first, a), ...of(second, b)]).source.scan(app);
    expect(await scan(2, 1)).toMatchObject({ ok: { finishedMs: 1 } });
    expect(await scan(null, 1)).toMatchObject({ ok: { finishedMs: null } });
  });
});

describe('unused', () => {
  it.each<[string, string[], (string | null)[], string[]]>([
    [
      'a digest that is named nowhere',
      ['trivy-0.57'],
      ['docker.io/library/nginx:1', null],
      [
        `trivy-0.57.json: the report is of ${appText}, and no such image was checked: name that digest in the manifest, or scan the image that is there`,
      ],
    ],
    [
      'the same image by its tag',
      ['trivy-0.57'],
      ['ghcr.io/acme/app:1.2'],
      [
        `trivy-0.57.json: the report is of ${appText}, and no such image was checked: name that digest in the manifest, or scan the image that is there`,
      ],
    ],
    [
      'an image whose scan nobody asks for',
      ['trivy-0.57'],
      [`ghcr.io/acme/app:1.2@${scannedDigest}`],
      [`trivy-0.57.json: the report is of ${appText}, for which the policy asks for no scan: name \`vulnerabilities\` in its requirements`],
    ],
    [
      'several images',
      ['grype-0.104'],
      [],
      [
        `grype-0.104.json: the report is of ghcr.io/acme/app@sha256:${'5a6b7c8d'.repeat(8)} (and 1 more), and no such image was checked: name that digest in the manifest, or scan the image that is there`,
      ],
    ],
    [
      'an archive',
      ['trivy-archive'],
      [appText],
      [
        'trivy-archive.json: the report names "app.tar" and no digest, so that it counts for nothing: scan the image as host/path@sha256:...',
      ],
    ],
  ])('%s', (_, names, checked, lines) => {
    expect(reportScans(given(...names)).unused(checked)).toEqual(lines);
  });

  it('does not speak of a report that was asked for', async () => {
    const scans = reportScans(given('trivy-0.57', 'grype-directory'));
    await scans.source.scan(app);
    await scans.source.scan(other);
    expect(scans.unused([])).toEqual([expect.stringMatching(/^grype-directory\.json: /)]);
  });

  it('says it of a report that names nothing at all', () => {
    const report = givenReport('f', { matches: [] });
    expect(reportScans(report === null ? [] : [report]).unused([])).toEqual([
      'f: the report names no image and no digest, so that it counts for nothing: scan the image as host/path@sha256:...',
    ]);
  });
});
