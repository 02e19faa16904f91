import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { junitReport } from '../../../core/report/junit.ts';
import { clean, hostileReport, mixed, own } from './sample.ts';

/** An element, its quoted attributes, text without `<`: nothing else may be in the document. */
const token = /^(?:<\?xml [^<>]*\?>|<\/?[a-z-]+(?: [a-z]+="[^"<]*")*\/?>|[^<>]+)/;

describe('junitReport', () => {
  it('has a case for every image and every finding of its own', () => {
    expect(junitReport(mixed).split('\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="image-warden" tests="4" failures="1" errors="0" skipped="0">',
      '  <testsuite name="deploy/web.yaml" tests="3" failures="1" errors="0" skipped="0">',
      '    <testcase classname="Pod shop/web" name="nginx (spec.containers[0].image)">',
      '      <failure type="registry-allowlist" message="Pod shop/web: container &quot;app&quot; (spec.containers[0].image): docker.io/library/nginx:latest is denied by registry-allowlist: no entry for docker.io">deploy/web.yaml:8:14',
      'fix: use an image of secureoci.com</failure>',
      '    </testcase>',
      '    <testcase classname="Pod shop/web" name="secureoci.com/api:1 (spec.containers[1].image)"/>',
      '    <testcase classname="Pod shop/web" name="policy-unavailable">',
      '      <system-out>info Pod shop/web: the object is noted',
      'deploy/web.yaml:1:1',
      'fix: set a limit</system-out>',
      '    </testcase>',
      '  </testsuite>',
      '  <testsuite name="deploy/job.yaml" tests="1" failures="0" errors="0" skipped="0">',
      '    <testcase classname="Job nightly" name="secureoci.com/copy (spec.template.spec.containers[1].image)">',
      '      <system-out>warn Job nightly: container &quot;copy&quot; would be denied by denied-tag: the tag latest is denied',
      'deploy/job.yaml:3:14',
      'fix: name a version</system-out>',
      '    </testcase>',
      '  </testsuite>',
      '</testsuites>',
    ]);
    expect(junitReport({ ...clean, images: [] })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="image-warden" tests="0" failures="0" errors="0" skipped="0">\n</testsuites>',
    );
  });

  it('keeps the lines of a fix', () => {
    expect(junitReport({ ...mixed, findings: [{ ...own, fix: 'a:\n<b>' }] })).toContain(
      'deploy/web.yaml:1:1\nfix: a:\n&lt;b&gt;</system-out>',
    );
  });

  it('is well-formed XML whatever is in the report', () => {
    fc.assert(fc.property(hostileReport, (report) => expect(trouble(junitReport(report))).toBeNull()));
  });
});

/** What keeps the text from being well-formed; null when it is. */
function trouble(xml: string): string | null {
  if (/[^\n -~]/.test(xml)) return 'a character';
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(xml)) return 'a bare &';
  const open: string[] = [];
  for (let rest = xml; rest !== ''; ) {
    const found = token.exec(rest)?.[0];
    if (found === undefined) return rest.slice(0, 80);
    rest = rest.slice(found.length);
    const name = /^<(\/?)([a-z]+[a-z-]*)/.exec(found);
    if (name === null || found.endsWith('/>')) continue;
    if (name[1] === '') open.push(name[2] ?? '');
    else if (open.pop() !== name[2]) return `${found} closes another`;
  }
  return open.length === 0 ? null : `${open.join()} stays open`;
}
