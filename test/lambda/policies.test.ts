import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { policiesOf } from '../../lambda/policies.ts';
import { readSettings } from '../../lambda/settings.ts';
import { type StoreServer, startParameterStore } from './emulators/parameter-store.ts';

let store: StoreServer;
let folder: string;
beforeAll(async () => {
  store = await startParameterStore();
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
  writeFileSync(join(folder, 'policy.json'), '{"version":1,"images":["baked.example"]}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  return store.close();
});

function sourceOf(stage: string, maxStaleSeconds = '3600') {
  const lines: string[] = [];
  const env = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL_SSM: store.url };
  const settings = readSettings({ ...env, IMAGE_WARDEN_STAGE: stage, IMAGE_WARDEN_MAX_STALE_SECONDS: maxStaleSeconds });
  const source = policiesOf(settings, pathToFileURL(join(folder, 'index.mjs')).href, { write: (line) => lines.push(line) > 0 });
  return { lines, source };
}

describe('policiesOf', () => {
  it("reads its stage's parameters, and says which policy is in force", async () => {
    store.put('/image-warden/dev/allowlist', 'ok.example');
    const { lines, source } = sourceOf('dev');
    const { policy } = await source.current(8000);
    expect([...(policy?.entries.keys() ?? [])]).toEqual(['ok.example']);
    const hash = policy?.hash.slice(0, 12);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        timestamp: expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/),
        level: 'INFO',
        message: `policy ${hash} is in force`,
        type: 'policy',
        service: 'image-warden',
        policy: hash,
      },
    ]);
  });

  it('falls back to the policy beside the artifact, and tells of the trouble in printable ASCII', async () => {
    store.put('/image-warden/odd/allowlist', 'ok.example,k\u212a\u2028');
    const { lines, source } = sourceOf('odd');
    const { policy, stale } = await source.current(8000);
    expect([[...(policy?.entries.keys() ?? [])], stale]).toEqual([['baked.example'], true]);
    expect(lines).toEqual([expect.stringMatching(/^[ -~]*"level":"ERROR","message":"the newest parameters do not load: [ -~]*$/)]);
  });

  it('denies past its limit', async () => {
    const { source } = sourceOf('none', '0');
    expect(await source.current(8000)).toMatchObject({ policy: null, problem: expect.stringContaining('the policy is older than 0 s') });
  });
});
