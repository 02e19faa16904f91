import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CheckOptions, checkCommand } from '../../cli/check.ts';
import type { Report } from '../../core/report/report.ts';
import { captured } from './captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const pod = (image: string, comment = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: c\n      image: ${image}${comment}\n`;

const supplyChain = ['mutable-tag', 'service-account-token', 'resource-limits'];
const imagesOnly = `workloads: { rules: { ${supplyChain.map((id) => `${id}: "off"`).join(', ')} } }\n`;

beforeEach(() => {
  writeFileSync(
    at('policy.yaml'),
    `version: 1\nimages: [secureoci.com, { allow: warn.example, mode: warn, require: { digest: true } }]\n${imagesOnly}`,
  );
  writeFileSync(at('good.yaml'), pod('secureoci.com/a'));
  writeFileSync(at('warned.yaml'), pod('warn.example/a'));
  writeFileSync(at('denied.yaml'), pod('nginx'));
  writeFileSync(at('ignored.yaml'), pod('nginx', ' # image-warden ignore=registry-allowlist until the move'));
  writeFileSync(at('broken.yaml'), pod('nginx', ' # image-warden ignore=registry-allowlist'));
  writeFileSync(at('idle.yaml'), pod('secureoci.com/a', ' # image-warden ignore=denied-tag OPS-1'));
  rmSync(at('baseline.yaml'), { force: true });
});

async function check(files: string[], options: Partial<CheckOptions> = {}) {
  const terminal = captured();
  const code = await checkCommand(files.map(at), { policy: at('policy.yaml'), format: 'text', failOn: 'deny', ...options }, terminal);
  const textOf = (lines: readonly string[]): string => lines.map((line) => `${line.replaceAll(`${folder}/`, '')}\n`).join('');
  return { code, out: terminal.outLines.map((line) => `${line}\n`).join(''), err: textOf(terminal.errLines) };
}

describe('check', () => {
  it.each<[string, Partial<CheckOptions>, number]>([
    ['good.yaml', {}, 0],
    ['good.yaml', { failOn: 'warn' }, 0],
    ['warned.yaml', {}, 0],
    ['warned.yaml', { failOn: 'warn' }, 1],
    ['denied.yaml', {}, 1],
    ['denied.yaml', { format: 'sarif' }, 1],
    ['ignored.yaml', {}, 0],
    ['ignored.yaml', { failOn: 'warn' }, 0],
    ['broken.yaml', {}, 2],
    ['idle.yaml', {}, 0],
    ['missing.yaml', {}, 2],
  ])('%s with %j: exit code %d', async (file, options, code) => {
    expect((await check([file], options)).code).toBe(code);
  });

  it('says what is wrong with an ignore, and which one forgives nothing', async () => {
    const reason = 'an ignore without a reason: expected # image-warden ignore=RULE[,RULE] and the reason';
    expect((await check(['broken.yaml'])).err).toBe(`broken.yaml:7:20: ${reason}\n`);
    expect((await check(['idle.yaml'])).err).toBe('idle.yaml:7:1: the ignore of denied-tag forgives nothing\n');
    expect((await check(['idle.yaml'], { quiet: true })).err).toBe('');
  });

  it('has the keys of the contract in its JSON, and tells what was ignored', async () => {
    const report = JSON.parse((await check(['ignored.yaml'], { format: 'json' })).out) as Report;
    expect([report.allowed, report.summary]).toEqual([true, { denied: 0, warned: 0, passed: 1 }]);
    expect(report.findings.map(({ severity, note }) => [severity, note])).toEqual([['info', 'ignored on line 7: until the move']]);
    expect(Object.keys(report.images[0] ?? {})).toEqual(['image', 'canonical', 'file', 'path', 'container', 'allowed', 'entry']);
  });

  it('writes to a file, and its last line to standard error', async () => {
    const { code, out, err } = await check(['denied.yaml'], { format: 'html', output: at('report.html') });
    expect([code, out, err.replace(/policy [0-9a-f]{12}/, 'policy #')]).toEqual([
      1,
      '',
      'report.html: 1 denied, 0 warned, 0 passed (policy #, policy.yaml)\n',
    ]);
    expect(readFileSync(at('report.html'), 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
    expect((await check(['denied.yaml'], { output: at('report.txt'), quiet: true })).err).toBe('');
    await expect(check(['denied.yaml'], { output: at('no/such/folder') })).rejects.toThrow(/there is no such file/);
  });

  it('adopts a baseline, applies it, and lets it end', async () => {
    const baseline = at('baseline.yaml');
    await expect(check(['denied.yaml'], { updateBaseline: true })).rejects.toThrow(
      '--update-baseline: expected --baseline FILE to say which',
    );
    await expect(check(['denied.yaml'], { baseline })).rejects.toThrow(/baseline\.yaml: there is no such file/);
    const first = await check(['denied.yaml', 'warned.yaml'], { baseline, updateBaseline: true, failOn: 'warn' });
    expect([first.code, first.err]).toEqual([0, 'baseline.yaml: 2 entries written; give each an owner and a reason\n']);
    expect((await check(['denied.yaml'], { baseline })).code).toBe(0);
    expect((await check(['ignored.yaml', 'denied.yaml'], { baseline })).code).toBe(0);

    const written = readFileSync(baseline, 'utf8');
    expect(written).toMatch(
      /\{ rule: "registry-allowlist", file: ".*denied\.yaml", object: "Pod web", path: "spec\.containers\[\]\.image",/,
    );
    writeFileSync(baseline, written.replaceAll(/until: "[^"]*"/g, 'until: "2020-01-01"'));
    const over = await check(['denied.yaml'], { baseline });
    expect([over.code, over.err]).toEqual([
      1,
      `baseline.yaml: over, so it counts again: registry-allowlist in denied.yaml (unassigned, until 2020-01-01)\n`,
    ]);
  });

  it('tells entries whose finding or file is gone, and an update removes them', async () => {
    const baseline = at('baseline.yaml');
    await check(['denied.yaml', 'warned.yaml'], { baseline, updateBaseline: true, quiet: true });
    writeFileSync(at('denied.yaml'), pod('secureoci.com/a'));
    rmSync(at('warned.yaml'));
    const { code, err } = await check(['denied.yaml'], { baseline });
    expect([code, err.match(/not found any more, remove it: (\S+)/g)]).toEqual([
      0,
      ['not found any more, remove it: registry-allowlist', 'not found any more, remove it: digest-required'],
    ]);
    await check(['denied.yaml'], { baseline, updateBaseline: true });
    expect(readFileSync(baseline, 'utf8')).toMatch(/findings: \[\]\n$/);
  });

  it('refuses a baseline that it cannot read', async () => {
    writeFileSync(at('baseline.yaml'), 'version: 1\nfindings: no\n');
    await expect(check(['denied.yaml'], { baseline: at('baseline.yaml') })).rejects.toThrow(
      /baseline\.yaml:2:11: findings: expected a list/,
    );
  });
});
