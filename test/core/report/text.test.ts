import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textReport } from '../../../core/report/text.ts';
import { clean, hostileReport, mixed, web } from './sample.ts';

const plainPaint = (_: string, text: string): string => text;
const marked = (style: string, text: string): string => `<${style}>${text}</>`;

describe('textReport', () => {
  it('groups by file, tells the common fixes and sums up', () => {
    expect(textReport(mixed, plainPaint)).toEqual([
      'deploy/web.yaml',
      `  8:14  denied  ${web.message}`,
      '        fix: use an image of secureoci.com',
      '  1:1  noted  Pod shop/web: the object is noted',
      '        fix: set a limit',
      '',
      'deploy/job.yaml',
      '  3:14  warned  Job nightly: container "copy" would be denied by denied-tag: the tag latest is denied',
      '        fix: name a version',
      '',
      'most common fixes',
      '  1 x use an image of secureoci.com',
      '  1 x name a version',
      '',
      '1 denied, 1 warned, 2 passed (policy 0123456789ab, image-warden.yaml)',
    ]);
  });

  it('wraps at the width, words whole', () => {
    expect(textReport({ ...mixed, findings: [{ ...web, note: 'in the baseline' }] }, plainPaint, 60)).toEqual([
      'deploy/web.yaml',
      '  8:14  denied  Pod shop/web: container "app"',
      '        (spec.containers[0].image):',
      '        docker.io/library/nginx:latest is denied by',
      '        registry-allowlist: no entry for docker.io',
      '        fix: use an image of secureoci.com',
      '        note: in the baseline',
      '',
      '1 denied, 1 warned, 2 passed, 1 finding forgiven (policy 0123456789ab, image-warden.yaml)',
    ]);
  });

  it('shows the form that a fix offers, line by line', () => {
    const findings = [{ ...web, message: 'm', fix: 'build in a stage of its own:\n\nFROM a AS build\n  RUN \u001bx' }];
    expect(textReport({ ...mixed, findings }, plainPaint, 60).slice(2, -2)).toEqual([
      '        fix: build in a stage of its own:',
      '             ',
      '             FROM a AS build',
      '               RUN \\u001bx',
    ]);
  });

  it('paints severities, files and headings', () => {
    const [file, finding, fix] = textReport({ ...mixed, findings: [{ ...web, message: 'm' }] }, marked);
    expect([file, finding, fix]).toEqual([
      '<bold>deploy/web.yaml</>',
      '  8:14  <red>denied</>  m',
      '        <dim>fix: use an image of secureoci.com</>',
    ]);
    expect(textReport(clean, marked)).toEqual(['0 denied, 0 warned, 1 passed (policy 0123456789ab, image-warden.yaml)']);
  });

  it('lists the three most frequent fixes, the most frequent first', () => {
    const findings = ['a', 'b', 'b', 'c', 'd', 'c', 'b'].map((fix) => ({ ...web, fix }));
    const lines = textReport({ ...mixed, findings }, plainPaint);
    expect(lines.slice(lines.indexOf('most common fixes') + 1, -2)).toEqual(['  3 x b', '  2 x c', '  1 x a']);
  });

  it('prints printable ASCII whatever is in the report', () => {
    fc.assert(
      fc.property(hostileReport, fc.option(fc.nat(120), { nil: null }), (report, width) => {
        for (const line of textReport(report, plainPaint, width)) expect(line).toMatch(/^[ -~]*$/);
      }),
    );
  });
});
