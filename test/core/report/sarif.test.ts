import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import type { Log } from 'sarif';
import type { Report } from '../../../core/report/report.ts';
import { sarifReport } from '../../../core/report/sarif.ts';
import { clean, hostileReport, job, mixed, own, rules, web } from './sample.ts';

const schema = JSON.parse(readFileSync(new URL('../../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url), 'utf8'));
// A URI reference as RFC 3986 spells it, without a bare colon in the first segment.
const uriReference = /^(?:[a-z][a-z0-9+.-]*:)?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#]|%[0-9A-Fa-f]{2})*$/i;
const ajv = new Ajv({ strict: false, formats: { uri: /^[a-z]+:/, 'uri-reference': uriReference, 'date-time': true } });
const isValid = ajv.compile(schema);

const logOf = (report: Report, known = rules): Log => JSON.parse(sarifReport(report, { version: '1.2.3', rules: known }));
const resultsOf = (report: Report) => logOf(report).runs[0]?.results ?? [];
const printsOf = (...findings: Report['findings']) =>
  resultsOf({ ...mixed, findings }).map(({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash']);

describe('sarifReport', () => {
  it('tells the tool, the rules and the findings', () => {
    expect(logOf({ ...mixed, findings: [job] }, rules.slice(1))).toEqual({
      $schema: schema.$id,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Image Warden',
              semanticVersion: '1.2.3',
              rules: [
                {
                  id: 'denied-tag',
                  shortDescription: { text: 'The tag is denied.' },
                  fullDescription: { text: 'The tag is denied.' },
                  helpUri: rules[1]?.reference,
                  help: {
                    text: `The tag is denied. Fix: name a version. ${rules[1]?.reference}`,
                    markdown: `The tag is denied.\n\n**Fix**: name a version\n\n[Reference](${rules[1]?.reference})`,
                  },
                  defaultConfiguration: { level: 'warning' },
                  properties: { tags: ['security', 'image'] },
                },
              ],
            },
          },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleId: 'denied-tag',
              ruleIndex: 0,
              level: 'warning',
              message: { text: `${job.message}. Fix: name a version` },
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: 'deploy/job.yaml' }, region: { startLine: 3, startColumn: 14 } },
                  logicalLocations: [{ fullyQualifiedName: 'Job nightly spec.template.spec.containers[1].image', kind: 'resource' }],
                },
              ],
              partialFingerprints: { primaryLocationLineHash: printsOf(job)[0], 'imageWardenFinding/v1': printsOf(job)[0] },
            },
          ],
        },
      ],
    });
  });

  it('names rules that it knows nothing else of, and keeps indexes right', () => {
    const run = logOf(mixed).runs[0];
    expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(['registry-allowlist', 'denied-tag', 'policy-unavailable']);
    expect(run?.results?.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([
      [0, 'error'],
      [2, 'note'],
      [1, 'warning'],
    ]);
  });

  it.each([
    ['a b/c#d?.yaml', 'a%20b/c%23d%3F.yaml'],
    ['./x/y.yaml', 'x/y.yaml'],
    ['c:x.yaml', 'c%3Ax.yaml'],
    ['charts\\web.yaml', 'charts/web.yaml'],
    ['/tmp/x.yaml', 'file:///tmp/x.yaml'],
    ['-', '-'],
  ])('the file %s is the URI %s', (file, uri) => {
    expect(resultsOf({ ...mixed, findings: [{ ...web, file }] })[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  it('fingerprints survive moved lines and list positions, and tell findings apart', () => {
    const list = { ...web, path: 'items[3].spec.containers[2].image', line: 99, column: 1 };
    expect(printsOf(list)).toEqual(printsOf(web));
    const others = [{ ...web, rule: job.rule }, { ...web, file: 'x' }, { ...web, container: 'b' }, { ...web, image: 'x' }, own, job];
    expect(new Set(printsOf(web, ...others)).size).toBe(7);
    const [first, second] = printsOf(web, web);
    expect([first, second]).toEqual([printsOf(web)[0], first?.replace(/1$/, '2')]);
  });

  it('marks what was forgiven as suppressed, in every result or in none', () => {
    const [forgiven, open] = resultsOf({ ...mixed, findings: [{ ...web, severity: 'info', note: 'OPS-1' }, job] });
    expect([forgiven?.suppressions, open?.suppressions]).toEqual([[{ kind: 'external', justification: 'OPS-1' }], []]);
  });

  it('leaves out what GitHub would refuse, and says so', () => {
    const run = logOf({ ...mixed, findings: Array.from({ length: 25_001 }, () => web) }).runs[0];
    expect(run?.results).toHaveLength(25_000);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      '1 of 25001 findings are left out: a run holds at most 25000',
    );
    expect(isValid({ ...logOf(clean), runs: [{ ...run, results: [] }] })).toBe(true);
  });

  it('is valid against the schema whatever is in the report', () => {
    for (const report of [clean, mixed]) expect([isValid(logOf(report)), isValid.errors]).toEqual([true, null]);
    fc.assert(
      fc.property(hostileReport, (report) => {
        expect(sarifReport(report, { version: '1.2.3', rules })).toMatch(/^[\n -~]*$/);
        expect([isValid(logOf(report)), isValid.errors]).toEqual([true, null]);
      }),
    );
  });
});
