import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readScanReports } from '../../cli/scan-reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'scan-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, text);
  return file;
}

const failure = (files: string[], maxBytes?: number): Promise<string> =>
  readScanReports(files, maxBytes).then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}`.replaceAll(`${folder}/`, '') : 'no error'),
  );

const noJson = 'it is no JSON, or was cut off: expected what `trivy image --format json` or `grype -o json` writes';
const noReport = 'it is JSON, but no report of Trivy (schema version 2) or Grype that can be read';

describe('readScanReports', () => {
  it.each<[string, string, string]>([
    ['nothing', '', noJson],
    ['no JSON', 'Total: 3 (HIGH: 1)', noJson],
    ['cut off', '{"SchemaVersion": 2, "Results": [{"Target": "a", "Vulnera', noJson],
    ['SARIF', '{"version": "2.1.0", "runs": []}', noReport],
    ['CycloneDX', '{"bomFormat": "CycloneDX", "vulnerabilities": []}', noReport],
    ['a list', '[]', noReport],
    ['null', 'null', noReport],
    ['another schema version', '{"SchemaVersion": 3, "Results": []}', noReport],
    ['a million levels', `${'['.repeat(1e6)}${']'.repeat(1e6)}`, noReport],
    ['a report in a report', `{"matches": ${'['.repeat(1e6)}${']'.repeat(1e6)}, "source": {}, "x": `, noJson],
    ['binary', '{"matches": [], "x": "\0"}', noJson],
  ])('%s', async (_, text, problem) => {
    expect(await failure([written(text)])).toBe(`UsageError: --scan: report.json: ${problem}`);
  });

  const tooLarge = 'more than 67108864 bytes, expected a report of at most that';

  it('refuses 100 MB without reading them', async () => {
    const file = written('{"SchemaVersion": 2}');
    truncateSync(file, 100_000_000);
    expect(await failure([file])).toBe(`UsageError: --scan: report.json: ${tooLarge}`);
  });

  it('refuses what never ends', async () => {
    expect(await failure(['/dev/zero'])).toBe(`UsageError: --scan: /dev/zero: ${tooLarge}`);
  });

  it('refuses a directory', async () => {
    expect(await failure([folder])).toMatch(/: it is a directory, expected a file$/);
  });

  it('reads standard input', () => {
    writeFileSync(join(folder, 'policy.yaml'), 'version: 1\nimages: [ghcr.io/acme]\n');
    writeFileSync(join(folder, 'pod.json'), JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap' }));
    const main = new URL('../../cli/main.ts', import.meta.url).pathname;
    const args = [main, 'check', '--policy', 'policy.yaml', '--scan', '-', 'pod.json'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', input: '{"matches": []}' });
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^-: the report names no image and no digest/)]);
  });

  it('says of each file what is wrong with it, on a line of its own', async () => {
    expect(await failure([join(folder, 'none\u001b[31m'), written('{}')])).toBe(
      `UsageError: --scan: none\\u001b[31m: there is no such file\n--scan: report.json: ${noReport}`,
    );
  });

  it('reads a report behind a byte order mark', async () => {
    const scans = await readScanReports([written('\ufeff{"matches": []}')]);
    expect(scans.unused([])).toHaveLength(1);
  });
});
