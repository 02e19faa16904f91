import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../adapters/clock.ts';
import { evidenceSourcesOf } from '../../lambda/evidence.ts';
import { readSettings } from '../../lambda/settings.ts';

let server: Server;
let seen: { readonly target: string; readonly body: object }[];
let stalls = false;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    seen.push({ target: String(request.headers['x-amz-target']), body: JSON.parse(await text(request)) as object });
    const secret = { Name: '/image-warden/prod/registry/harbor', Type: 'SecureString', Value: 'robot:secret' };
    if (!stalls) response.end(JSON.stringify({ Parameters: [secret] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  seen = [];
  stalls = false;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function sourcesOf(table?: string) {
  const env = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return evidenceSourcesOf(readSettings({ ...env, AWS_ENDPOINT_URL: url, IMAGE_WARDEN_VERDICT_TABLE: table }), systemClock);
}
const verdict = () => ({ violations: [], judgedMs: Date.now(), untilMs: Date.now() + 3_600_000 });

describe('verdicts', () => {
  it('are kept in memory alone where there is no table', async () => {
    const { store } = sourcesOf();
    const kept = verdict();
    await store.put('key', kept);
    expect([await store.get('key'), seen]).toEqual([kept, []]);
  });

  it('are kept in the table too, and near at hand', async () => {
    const { store } = sourcesOf('verdicts');
    await store.put('key', verdict());
    expect(await store.get('key')).toMatchObject({ violations: [] });
    expect(await store.get('another')).toBeNull();
    expect(seen).toMatchObject([
      { target: 'DynamoDB_20120810.PutItem', body: { TableName: 'verdicts' } },
      { target: 'DynamoDB_20120810.GetItem', body: { TableName: 'verdicts', Key: { id: { S: 'another' } } } },
    ]);
  });

  it('are not waited for longer than a registry takes', async () => {
    stalls = true;
    const startMs = performance.now();
    expect(await sourcesOf('verdicts').store.get('key')).toBeNull();
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});

describe('credentials', () => {
  it.each([
    ["the stage's policy", '/image-warden/prod/policy'],
    ["another stage's registry", '/image-warden/dev/registry/harbor'],
  ])('are never %s', async (_, name) => {
    const ask = sourcesOf().credentials(new Map([['harbor.example', name]]));
    await expect(ask('harbor.example')).rejects.toMatchObject({ message: 'the credentials for harbor.example are not user:password' });
    expect(seen).toEqual([]);
  });

  it("are those below the stage's own name, else there are none", async () => {
    const ask = sourcesOf().credentials(new Map([['harbor.example', '/image-warden/prod/registry/harbor']]));
    expect(await ask('harbor.example')).toEqual({ kind: 'basic', username: 'robot', password: 'secret' });
    expect(await ask('ghcr.io')).toEqual({ kind: 'anonymous' });
  });
});

describe('the function', () => {
  it('is no command line: it reaches neither loopback nor plain HTTP', () => {
    expect(sourcesOf().commandLine).toBe(false);
  });
});
