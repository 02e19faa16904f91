import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkList } from '../../cli/check-list.ts';
import { progressOn } from '../../cli/progress.ts';
import { openInput } from '../../cli/read-input.ts';
import { emptyChecked, reportOf } from '../../core/check/check.ts';
import type { OpenSession } from '../../core/check/input.ts';
import { hex, nowMs, podOf, policyOf } from '../core/policy/policies.ts';

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

  /** As a List of these items, a byte at a time; a session whose images are proved or not. */
  async function checkBytes(listed: readonly object[], proved: boolean | null = null) {
    const bytes = Buffer.from(JSON.stringify({ apiVersion: 'v1', items: listed, kind: 'List' }));
    const chunks = (async function* () {
      for (const byte of bytes) yield Buffer.of(byte);
    })();
    const shown: string[] = [];
    const progress = { show: (done: number, total: number | null) => shown.push(`${done}/${total}`), clear: () => shown.push('clear') };
    const asked: string[] = [];
    const session: OpenSession = async () => ({
      prove: async ({ path }) => {
        asked.push(path);
        await new Promise(setImmediate);
        return proved === true ? [] : [{ rule: 'signature-required', detail: 'none', fix: 'sign', warnOnly: false }];
      },
    });
    const checked = emptyChecked();
    const judgedBy = proved === null ? policy : signed;
    const place = { cluster: null, namespace: null };
    await checkList(checked, 'l', { chunks, totalBytes: bytes.length }, judgedBy, place, nowMs, progress, session);
    return { report: reportOf(checked, judgedBy), manifests: checked.manifests, shown, asked, length: bytes.length };
  }
  const signed = policyOf({
    images: ['a.io'],
    verifiers: { k: { cosign: { keys: ['awskms:///k'] } } },
    require: { signedBy: ['k'] },
  });

  it('reads characters that lie across two pieces, and shows how far it is', async () => {
    const named = { ...podOf('nginx'), metadata: { name: 'w\u00e9\u{1f600}b', namespace: 'default' } };
    const { report, manifests, shown, asked, length } = await checkBytes([named]);
    expect(report.findings).toMatchObject([{ object: { name: 'w\u00e9\u{1f600}b' } }]);
    expect([manifests, shown.length, shown.at(-2), shown.at(-1), asked]).toEqual([1, length + 1, `${length}/${length}`, 'clear', []]);
  });

  it.each([
    [true, { denied: 0, warned: 0, passed: 2 }],
    [false, { denied: 2, warned: 0, passed: 0 }],
  ])('asks for the evidence of each item, in order: proved: %j', async (proved, summary) => {
    const { report, asked } = await checkBytes([podOf(`a.io/x@${hex('a')}`), podOf(`a.io/y@${hex('b')}`)], proved);
    expect([report.summary, report.images.map(({ path }) => path), asked]).toEqual([
      summary,
      ['items[0].spec.containers[0].image', 'items[1].spec.containers[0].image'],
      ['x', 'y'],
    ]);
  });

  it('a dump that is cut off is never green', async () => {
    const { report, problems } = await check('cut.json');
    expect([report.allowed, problems]).toEqual([
      false,
      [{ file: 'cut.json', line: 1, column: 1, message: 'it ends before the List does: is it whole?' }],
    ]);
  });
});
