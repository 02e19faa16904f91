import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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
    ['binary', '{"matches": [], "x": "\0"}', 'it is binary, or in UTF-16: expected text in UTF-8'],
  ])('%s', async (_, text, problem) => {
    expect(await failure([written(text)])).toBe(`UsageError: --scan: report.json: ${problem}`);
  });

  it('refuses 100 MB without reading them', async () => {
    const file = written('{"SchemaVersion": 2}');
    truncateSync(file, 100_000_000);
    expect(await failure([file])).toBe('UsageError: --scan: report.json: 100000000 bytes, expected at most 67108864');
  });

  it.each<[string, string, string]>([
    ['a report', `{"matches": []${' '.repeat(100)}}`, '101 bytes or more, expected at most 100'],
    ['a List', `{"apiVersion": "v1", "items": [${'{},'.repeat(1000)}{}]}`, 'more than 100 bytes'],
  ])('refuses %s from a pipe that is too large', async (_, text, problem) => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [message] = await Promise.all([failure([pipe], 100), writeFile(pipe, text).catch(() => undefined)]);
    rmSync(pipe);
    expect(message).toBe(`UsageError: --scan: pipe: ${problem}`);
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
