import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forgive } from '../../../core/report/forgive.ts';
import { goodImage, hostileReport, job, jobImage, mixed, own, web, webImage } from './sample.ts';

describe('forgive', () => {
  it('makes findings information with a note, and counts and images follow', () => {
    expect(forgive(mixed, ({ rule }) => (rule === 'registry-allowlist' ? 'OPS-1' : null))).toEqual({
      ...mixed,
      allowed: true,
      summary: { denied: 0, warned: 1, passed: 3 },
      findings: [{ ...web, severity: 'info', note: 'OPS-1' }, own, job],
      images: [{ ...webImage, allowed: true }, goodImage, jobImage],
    });
  });

  it('keeps an image denied while another finding denies it', () => {
    const second = { ...web, rule: 'denied-tag' as const };
    const report = forgive({ ...mixed, findings: [web, second] }, ({ rule }) => (rule === 'denied-tag' ? 'x' : null));
    expect([report.allowed, report.summary, report.images[0]?.allowed]).toEqual([false, mixed.summary, false]);
  });

  it('counts a workload once for all its own findings', () => {
    const owns = [
      { ...own, severity: 'deny' as const },
      { ...own, severity: 'warn' as const, path: 'spec.hostPID', line: 5 },
    ];
    const report = { ...mixed, summary: { denied: 1, warned: 0, passed: 3 }, findings: owns };
    expect(forgive(report, ({ severity }) => (severity === 'deny' ? 'x' : null)).summary).toEqual({ denied: 0, warned: 1, passed: 3 });
    expect(forgive(report, () => 'x').summary).toEqual({ denied: 0, warned: 0, passed: 4 });
  });

  it('counts every image, also those of a file that was named twice', () => {
    const twice = { ...mixed, summary: { denied: 2, warned: 0, passed: 0 }, findings: [web, web], images: [webImage, webImage] };
    expect(forgive(twice, () => 'x').summary).toEqual({ denied: 0, warned: 0, passed: 2 });
  });

  it('never forgives what could not be checked', () => {
    const report = { ...mixed, findings: [{ ...web, rule: 'unverifiable' as const }] };
    expect(forgive(report, () => 'x')).toBe(report);
  });

  it('does not forgive twice, and leaves a report alone when there is nothing to forgive', () => {
    const once = forgive(mixed, () => 'first');
    expect(forgive(once, () => 'second')).toBe(once);
    expect(forgive(mixed, () => null)).toBe(mixed);
  });

  it('changes neither the number of things nor the findings themselves', () => {
    const total = ({ denied, warned, passed }: { denied: number; warned: number; passed: number }): number => denied + warned + passed;
    fc.assert(
      fc.property(hostileReport, fc.func(fc.option(fc.string(), { nil: null })), (report, noteOf) => {
        const after = forgive(report, ({ rule }) => noteOf(rule));
        expect(total(after.summary)).toBe(total(report.summary));
        expect(after.findings.map(({ severity, note, ...rest }) => rest)).toEqual(
          report.findings.map(({ severity, note, ...rest }) => rest),
        );
      }),
    );
  });
});
