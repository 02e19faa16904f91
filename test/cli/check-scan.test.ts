import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CheckOptions, checkCommand } from '../../cli/check.ts';
import { startRegistry, type TestRegistry } from '../adapters/registry/server.ts';
import { readScanFixture, scannedDigest } from '../core/evidence/scan-fixture.ts';
import { readDump, readFixture } from '../core/signature/fixture.ts';
import { captured } from './captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-scan-'));
const at = (name: string): string => join(folder, name);
const dump = readDump('skopeo');
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry(dump);
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true });
});

/** Trivy's report of an image of this registry, of now. */
function writeReport(name: string, digest: string, ageMs = 3_600_000): string {
  const text = JSON.stringify({ ...readScanFixture('trivy-0.57'), CreatedAt: new Date(Date.now() - ageMs).toISOString() });
  writeFileSync(at(name), text.replaceAll('ghcr.io/', `${registry.host}/`).replaceAll(scannedDigest, digest));
  return at(name);
}

async function check(image: string, require: object, options: Partial<CheckOptions>) {
  const { host } = registry;
  const policy = {
    version: 1,
    images: [host],
    registries: { [host]: { private: true, plainHttp: true } },
    verifiers: { release: { cosign: { keys: [readFixture('p256.pub.pem')] } } },
    require,
  };
  writeFileSync(at('policy.json'), JSON.stringify(policy));
  const spec = { automountServiceAccountToken: false, containers: [{ name: 'c', image: `${host}/${image}` }] };
  writeFileSync(at('pod.json'), JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }));
  const terminal = captured();
  const before = registry.connections();
  const code = await checkCommand([at('pod.json')], { policy: at('policy.json'), format: 'json', failOn: 'deny', ...options }, terminal);
  const { findings } = JSON.parse(terminal.outLines.join('\n')) as { findings: { rule: string; severity: string }[] };
  const clean = (line: string) => line.replaceAll(`${folder}/`, '').replaceAll(host, 'HOST');
  return {
    code,
    denied: findings.filter(({ severity }) => severity === 'deny').map(({ rule }) => rule),
    err: terminal.errLines.map(clean),
    connected: registry.connections() > before,
  };
}

const pinned = `acme/app:1.2@${scannedDigest}`;
const max = (severity: string, more: object = {}) => ({ vulnerabilities: { max: severity, ...more } });
const offline = { err: [], connected: false };

describe('check --scan', () => {
  it.each<[string, object, number, string[]]>([
    ['allows what is not worse', max('critical'), 0, []],
    ['denies what is worse', max('medium'), 1, ['vulnerabilities']],
    ['counts what can be fixed only', max('high', { fixableOnly: true }), 0, []],
  ])('%s, and connects to nobody', async (_, require, code, denied) => {
    const scan = [writeReport('trivy.json', scannedDigest)];
    expect(await check(pinned, require, { scan })).toEqual({ code, denied, ...offline });
  });

  it('knows how old a report is', async () => {
    const scan = [writeReport('trivy.json', scannedDigest, 2 * 86_400_000)];
    expect(await check(pinned, max('critical', { maxAgeDays: 1 }), { scan })).toEqual({ code: 1, denied: ['vulnerabilities'], ...offline });
    expect(await check(pinned, max('critical', { maxAgeDays: 3 }), { scan })).toEqual({ code: 0, denied: [], ...offline });
  });

  it('takes a report for no other image, and says so', async () => {
    const scan = [writeReport('trivy.json', `sha256:${'0'.repeat(64)}`)];
    const { err, ...rest } = await check(pinned, max('critical'), { scan });
    expect(rest).toEqual({ code: 1, denied: ['vulnerabilities'], connected: false });
    expect(err).toEqual([
      `trivy.json: the report is of HOST/acme/app@sha256:${'0'.repeat(64)}, and no such image was checked: name that digest in the manifest, or scan the image that is there`,
    ]);
    expect((await check(pinned, max('critical'), { scan, quiet: true })).err).toEqual([]);
  });

  it('cannot prove a tag', async () => {
    const scan = [writeReport('trivy.json', scannedDigest)];
    const { code, denied, err } = await check('acme/app:1.2', max('critical'), { scan });
    expect([code, denied, err]).toEqual([1, ['digest-required'], [expect.stringContaining('no such image was checked')]]);
  });

  it('says that the policy asks for no scan', async () => {
    const scan = [writeReport('trivy.json', scannedDigest)];
    const { code, err } = await check(pinned, {}, { scan });
    expect([code, err]).toEqual([0, [expect.stringContaining('for which the policy asks for no scan')]]);
  });

  it('stands beside signatures, which the registry is asked for', async () => {
    const scan = [writeReport('trivy.json', dump.image)];
    const require = { signedBy: ['release'], ...max('critical') };
    expect(await check(`acme/app@${dump.image}`, require, { scan })).toEqual({ code: 0, denied: [], err: [], connected: true });
    expect((await check(`acme/app@${dump.image}`, require, {})).denied).toEqual(['vulnerabilities']);
  });

  it.each<[string, Partial<CheckOptions>, string]>([
    [
      'with --remote',
      { remote: 'https://x', policy: undefined as never, scan: ['a'] },
      '--remote judges by the scans that the service finds itself',
    ],
    ['standard input twice', { scan: ['-', '-'] }, '--scan -: standard input can be read once only'],
    ['no such file', { scan: [at('none.json')] }, '--scan: '],
  ])('is refused: %s', async (_, options, message) => {
    await expect(check(pinned, max('critical'), options)).rejects.toThrow(message);
  });
});
