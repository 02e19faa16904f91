import { describe, expect, it } from '@jest/globals';
import type { Report, ReportFinding } from '../../../core/report/report.ts';
import { textReport } from '../../../core/report/text.ts';

const plain = (_style: string, text: string) => text;
const finding = (file: string, severity: ReportFinding['severity'], line: number): ReportFinding => ({
  rule: 'registry-allowlist',
  severity,
  file,
  line,
  column: 5,
  object: { kind: 'Pod', namespace: null, name: 'web' },
  path: 'spec.containers[0].image',
  container: 'a',
  image: 'nginx',
  message: `message ${line}`,
  fix: `fix ${line}`,
});
const report = (findings: readonly ReportFinding[], denied = 1): Report => ({
  policy: { hash: '0123456789abcdef'.repeat(4), source: 'p\u202e.yaml' },
  allowed: denied === 0,
  summary: { denied, warned: 0, passed: 2 },
  findings,
  images: [],
});

describe('textReport', () => {
  it('groups by file, in order', () => {
    expect(textReport(report([finding('b', 'deny', 1), finding('a\x1b', 'warn', 2), finding('b', 'info', 3)]), plain)).toEqual([
      'b',
      '  1:5  denied  message 1',
      '        fix: fix 1',
      '  3:5  noted  message 3',
      '        fix: fix 3',
      '',
      'a\\u001b',
      '  2:5  warned  message 2',
      '        fix: fix 2',
      '',
      '1 denied, 0 warned, 2 passed (policy 0123456789ab, p\\u202e.yaml)',
    ]);
  });

  it('without findings, the sum alone', () => {
    expect(textReport(report([], 0), plain)).toEqual(['0 denied, 0 warned, 2 passed (policy 0123456789ab, p\\u202e.yaml)']);
  });

  it('paints only what is not hostile', () => {
    expect(textReport(report([finding('f', 'deny', 1)]), (style, text) => `<${style}>${text}</>`)).toEqual([
      '<bold>f</>',
      '  1:5  <red>denied</>  message 1',
      '        <dim>fix: fix 1</>',
      '',
      '<red>1 denied</>, 0 warned, 2 passed (policy 0123456789ab, p\\u202e.yaml)',
    ]);
  });
});
