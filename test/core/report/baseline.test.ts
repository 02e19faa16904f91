import { describe, expect, it } from '@jest/globals';
import { type BaselineEntry, isExpired, loadBaseline } from '../../../core/report/baseline.ts';

const text = (...entries: string[]): string => `version: 1\nfindings:\n${entries.map((entry) => `  - {${entry}}`).join('\n')}\n`;
const load = (content: string) => loadBaseline('b.yaml', content);

describe('loadBaseline', () => {
  it('reads entries', async () => {
    expect(
      await load(
        text(
          'rule: denied-tag, file: a.yaml, owner: team-b, until: 2027-03-01, reason: OPS-99',
          'rule: r, file: f, object: Pod a/b, path: "spec.containers[].image", container: c, image: i, clusters: [dev-*], namespaces: [n], owner: o, until: 2027-03-01T10:00:00Z, reason: x',
        ),
      ),
    ).toEqual({
      entries: [
        { rule: 'denied-tag', file: 'a.yaml', owner: 'team-b', until: '2027-03-01', reason: 'OPS-99' },
        {
          rule: 'r',
          file: 'f',
          object: 'Pod a/b',
          path: 'spec.containers[].image',
          container: 'c',
          image: 'i',
          clusters: ['dev-*'],
          namespaces: ['n'],
          owner: 'o',
          until: '2027-03-01T10:00:00Z',
          reason: 'x',
        },
      ],
    });
    expect(await load('version: 1\nfindings: []')).toEqual({ entries: [] });
  });

  it.each([
    ['', 'b.yaml:1:1: the document is empty'],
    ['version: 2\nfindings: []', 'b.yaml:1:10: version: expected 1, got 2'],
    ['version: 1', 'b.yaml:1:1: the document: expected the key findings'],
    [text('rule: r, file: f, owner: o, until: 2027-03-01'), 'b.yaml:3:5: findings[0]: expected the key reason'],
    [
      text('rule: r, file: f, owner: o, until: soon, reason: x'),
      'b.yaml:3:41: findings[0].until: expected a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z, got "soon"',
    ],
    [
      text('rule: r, fil: f, file: f, owner: o, until: 2027-03-01, reason: x'),
      'b.yaml:3:15: findings[0].fil: expected one of rule, file, object, path, container, image, clusters, namespaces, owner, until, reason, got the unknown key "fil"; did you mean file?',
    ],
    ['findings: [', 'b.yaml:1:12: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ])('refuses %j', async (content, problem) => {
    const loaded = await load(content);
    expect('problems' in loaded && loaded.problems.map((line) => line.replace(/, got only .*/, ''))).toEqual([problem]);
  });

  it.each([
    ['2027-03-01', '2027-03-01T23:59:59Z', false],
    ['2027-03-01', '2027-03-02T00:00:00Z', true],
    ['2027-03-01T10:00:00Z', '2027-03-01T10:00:00Z', true],
  ])('until %s is over at %s: %s', (until, now, over) => {
    expect(isExpired({ until } as BaselineEntry, Date.parse(now))).toBe(over);
  });
});
