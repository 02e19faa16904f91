import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { githubReport } from '../../../core/report/github.ts';
import { clean, hostileReport, mixed, web } from './sample.ts';

describe('githubReport', () => {
  it('annotates lines, the worst first', () => {
    expect(githubReport(mixed)).toEqual([
      `::error file=deploy/web.yaml,line=8,col=14,title=registry-allowlist::${web.message}. Fix: use an image of secureoci.com`,
      '::warning file=deploy/job.yaml,line=3,col=14,title=denied-tag::Job nightly: container "copy" would be denied by denied-tag: the tag latest is denied. Fix: name a version',
      '::notice file=deploy/web.yaml,line=1,col=1,title=policy-unavailable::Pod shop/web: the object is noted. Fix: set a limit',
      '::notice title=Image Warden::1 denied, 1 warned, 2 passed (3 findings, policy 0123456789ab, image-warden.yaml)',
    ]);
    expect(githubReport(clean)).toHaveLength(1);
  });

  it.each([
    ['a,b:c%.yaml', 'a%2Cb%3Ac%25.yaml'],
    ['d\u00e9p/\u6771.yaml', 'd\u00e9p/\u6771.yaml'],
    ['a\nb.yaml', 'a\\u000ab.yaml'],
    ['\u202ea', '\\u202ea'],
  ])('the file %j is written %s', (file, expected) => {
    expect(githubReport({ ...mixed, findings: [{ ...web, file }] })[0]).toContain(`file=${expected},line=8`);
  });

  it('keeps the lines of a fix', () => {
    const findings = [{ ...web, message: 'm', fix: 'a:\n::error::b\r%' }];
    expect(githubReport({ ...mixed, findings })[0]).toBe(
      '::error file=deploy/web.yaml,line=8,col=14,title=registry-allowlist::m. Fix: a:%0A::error::b\\u000d%25',
    );
  });

  it('writes one command a line, with its own properties only', () => {
    const command =
      /^::(?:(?:error|warning|notice) file=[^,:\p{C}]*,line=\d+,col=\d+,title=[ -+\--9;-~]*|notice title=Image Warden)::[ -~]*$/u;
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const line of githubReport(report)) {
          expect(line).toMatch(command);
          expect(line).not.toMatch(/%(?!25|3A|2C|0A)/);
        }
      }),
    );
  });
});
