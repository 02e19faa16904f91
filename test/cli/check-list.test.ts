import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkList } from '../../cli/check-list.ts';
import { progressOn } from '../../cli/progress.ts';
import { openInput } from '../../cli/read-input.ts';
import { emptyChecked, reportOf } from '../../core/check/check.ts';
import { nowMs, podOf, policyOf } from '../core/policy/policies.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-list-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const items = Array.from({ length: 500 }, (_, i) => ({ note: '\u00fc\u20ac'.repeat(40), ...podOf(i % 2 === 0 ? 'nginx' : 'a.io/x') }));
const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, 1);
writeFileSync(at('list.json'), text);
writeFileSync(at('cut.json'), JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }).slice(0, -20));
writeFileSync(at('other.json'), JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', data: { a: 'x'.repeat(5000) } }));
writeFileSync(at('huge.yaml'), 'kind: Pod\n');
truncateSync(at('huge.yaml'), 1024 ** 3);

const limits = { headBytes: 1000, maxBytes: 10_000 };

async function open(name: string, maxBytes = limits.maxBytes) {
  const problems: string[] = [];
  const opened = await openInput({ path: at(name) }, (problem) => problems.push(problem.replace(`${folder}/`, '')), {
    ...limits,
    maxBytes,
  });
  return { opened, problems };
}

describe('openInput', () => {
  it('a large List in pieces, anything else whole up to the limit', async () => {
    expect((await open('list.json')).opened).toHaveProperty('chunks');
    expect((await open('other.json')).opened).toHaveProperty('text');
    expect(await open('other.json', 2000)).toEqual({ opened: null, problems: ['other.json: 5054 bytes or more, expected at most 2000'] });
    expect(await open('huge.yaml')).toEqual({ opened: null, problems: ['huge.yaml: it is binary, or in UTF-16: expected text in UTF-8'] });
  });
});

describe('checkList', () => {
  const policy = policyOf({ images: ['a.io'] });
  async function check(name: string) {
    const { opened } = await open(name);
    if (opened === null || 'text' in opened) throw new Error('not in pieces');
    const checked = emptyChecked();
    const progress = progressOn({ write: () => true }, () => 0);
    await checkList(checked, name, opened, policy, { cluster: null, namespace: null }, nowMs, progress);
    return { report: reportOf(checked, policy), problems: checked.problems };
  }

  it('judges every item, with its place in the whole text', async () => {
    const { report, problems } = await check('list.json');
    expect([problems, report.summary]).toEqual([[], { denied: 250, warned: 0, passed: 250 }]);
    expect(report.findings.at(-1)).toMatchObject({
      path: 'items[498].spec.containers[0].image',
      line: text.split('\n').findLastIndex((line) => line.includes('nginx')) + 1,
    });
  });

  it('a dump that is cut off is never green', async () => {
    const { report, problems } = await check('cut.json');
    expect([report.allowed, problems]).toEqual([
      false,
      [{ file: 'cut.json', line: 1, column: 1, message: 'it ends before the List does: is it whole?' }],
    ]);
  });
});
