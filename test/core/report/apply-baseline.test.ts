import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyBaseline, baselineText, entryName, updatedEntries } from '../../../core/report/apply-baseline.ts';
import { type BaselineEntry, loadBaseline } from '../../../core/report/baseline.ts';
import type { ReportFinding } from '../../../core/report/report.ts';
import { hostileReport, job, mixed, own, web } from './sample.ts';

const nowMs = Date.UTC(2027, 0, 1);
const files = new Set([web.file, job.file]);
const context = { cluster: 'prod-eu', files, nowMs };
const entry: BaselineEntry = { rule: web.rule, file: web.file, owner: 'team-b', until: '2027-03-01', reason: 'OPS-99' };
const added = { owner: 'unassigned', until: '2027-04-01', reason: 'found when the baseline was written' };
const forgives = (one: Partial<BaselineEntry>, finding: Partial<ReportFinding> = {}): boolean =>
  applyBaseline({ ...mixed, findings: [{ ...web, ...finding }] }, [{ ...entry, ...one }], context).report.findings[0]?.note !== undefined;

describe('applyBaseline', () => {
  it('forgives what an entry names, and says by whom and until when', () => {
    const { report, expired, unused } = applyBaseline(mixed, [entry], context);
    expect(report.findings[0]).toEqual({ ...web, severity: 'info', note: 'in the baseline until 2027-03-01 (team-b: OPS-99)' });
    expect([report.allowed, report.summary, expired, unused]).toEqual([true, { denied: 0, warned: 1, passed: 3 }, [], []]);
  });

  it.each<[Partial<BaselineEntry>, boolean]>([
    [{}, true],
    [{ rule: 'denied-tag' }, false],
    [{ file: 'deploy/other.yaml' }, false],
    [{ object: 'Pod shop/web' }, true],
    [{ object: 'Pod shop/other' }, false],
    [{ path: 'spec.containers[0].image' }, true],
    [{ path: 'spec.containers[1].image' }, false],
    [{ path: 'spec.containers[].image' }, true],
    [{ path: 'spec.initContainers[].image' }, false],
    [{ container: 'app' }, true],
    [{ container: 'other' }, false],
    [{ image: 'nginx' }, true],
    [{ image: 'nginx:1' }, false],
    [{ clusters: ['prod-*'], namespaces: ['shop'] }, true],
    [{ clusters: ['dev-*'] }, false],
    [{ namespaces: ['other'] }, false],
    [{ until: '2026-12-31' }, false],
    [{ until: '2027-01-01' }, true],
  ])('%j forgives: %s', (one, expected) => {
    expect(forgives(one)).toBe(expected);
  });

  it('asks for a namespace or a container that is not known: no', () => {
    expect(forgives({ namespaces: ['shop'] }, { object: { ...web.object, namespace: null } })).toBe(false);
    expect(forgives({ container: 'app' }, { container: null })).toBe(false);
    expect(forgives({ image: 'nginx' }, { image: null })).toBe(false);
  });

  it('reports entries that are over and entries whose finding is gone, of the files that were judged', () => {
    const over = { ...entry, until: '2026-01-01' };
    const gone = { ...entry, rule: 'denied-image' };
    const elsewhere = { ...entry, file: 'not/judged.yaml' };
    expect(applyBaseline(mixed, [over, gone, elsewhere], context)).toEqual({ report: mixed, expired: [over], unused: [gone] });
    expect(applyBaseline(mixed, [over, entry], context).report.findings[0]?.note).toBe('in the baseline until 2027-03-01 (team-b: OPS-99)');
  });
});

describe('updatedEntries', () => {
  it('keeps known entries, drops those that are gone or over, adds the open findings', () => {
    const known = [entry, { ...entry, rule: 'denied-image' }, { ...entry, file: 'not/judged.yaml' }];
    expect(updatedEntries(mixed, known, added, context)).toEqual([
      entry,
      { ...entry, file: 'not/judged.yaml' },
      {
        rule: 'denied-tag',
        file: 'deploy/job.yaml',
        object: 'Job nightly',
        path: 'spec.template.spec.containers[].image',
        container: 'copy',
        image: 'secureoci.com/copy',
        ...added,
      },
    ]);
    const [renewed, ...rest] = updatedEntries({ ...mixed, findings: [web, web, own] }, [{ ...entry, until: '2026-01-01' }], added, context);
    expect([renewed?.until, rest]).toEqual(['2027-04-01', []]);
  });

  it('makes no entry of what could not be checked', () => {
    expect(updatedEntries({ ...mixed, findings: [{ ...web, rule: 'unverifiable' }] }, [], added, context)).toEqual([]);
  });

  it('writes a file of one line an entry', () => {
    expect(baselineText([])).toBe(
      '# Findings that are known and forgiven until a date. Written by: image-warden check --update-baseline\nversion: 1\nfindings: []\n',
    );
    expect(
      baselineText([{ ...entry, namespaces: ['a', 'b'] }])
        .split('\n')
        .slice(2),
    ).toEqual([
      'findings:',
      '  - { rule: "registry-allowlist", file: "deploy/web.yaml", owner: "team-b", until: "2027-03-01", reason: "OPS-99", namespaces: ["a","b"] }',
      '',
    ]);
    expect(entryName({ ...entry, owner: 'a\u001bb' })).toBe('registry-allowlist in deploy/web.yaml (a\\u001bb, until 2027-03-01)');
  });

  it('reads back to the same, and then forgives everything, whatever was found', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport, async (report) => {
        const findings = report.findings.filter(({ rule, file, note }) => `${rule}` !== '' && file !== '' && note === undefined);
        const entries = updatedEntries({ ...report, findings }, [], added, context);
        const loaded = await loadBaseline('b.yaml', baselineText(entries));
        expect(loaded).toEqual({ entries });
        expect(
          applyBaseline({ ...report, findings }, entries, context).report.findings.filter(({ severity }) => severity !== 'info'),
        ).toEqual([]);
      }),
    );
  });

  it('stays fast with a cluster of findings in one file', () => {
    const findings = Array.from({ length: 20_000 }, (_, i) => ({ ...web, object: { ...web.object, name: `web-${i}` } }));
    const report = { ...mixed, findings, images: [] };
    const entries = updatedEntries(report, [], added, context);
    expect(entries).toHaveLength(20_000);
    expect(applyBaseline(report, entries, context).report.allowed).toBe(true);
  });
});
