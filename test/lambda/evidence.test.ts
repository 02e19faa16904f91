import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../adapters/clock.ts';
import { evidenceSourcesOf } from '../../lambda/evidence.ts';
import { readSettings } from '../../lambda/settings.ts';

const ecrHost = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const name = '/image-warden/dev/registry/harbor';
const verdict = { violations: [], judgedMs: 0, untilMs: 1_000_000_000_000 };

/** AWS, as far as it is asked. */
const answers: Readonly<Record<string, unknown>> = {
  'AmazonSSM.GetParameters': { Parameters: [{ Name: name, Type: 'SecureString', Value: 'robot:sesame' }] },
  'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken': {
    authorizationData: [{ authorizationToken: Buffer.from('AWS:token').toString('base64'), expiresAt: 9_999_999_999 }],
  },
  'AmazonEC2ContainerRegistry_V20150921.DescribeImageScanFindings': { imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: {} },
  'TrentService.GetPublicKey': { PublicKey: 'AAAA', KeyUsage: 'SIGN_VERIFY' },
  'DynamoDB_20120810.GetItem': {},
  'DynamoDB_20120810.PutItem': {},
};

let server: Server;
let asked: string[] = [];
let delayMs = 0;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    await text(request);
    const target = String(request.headers['x-amz-target']);
    asked.push(target.replace(/^.*\./, ''));
    await wait(delayMs, undefined, { ref: false });
    response.end(JSON.stringify(answers[target]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  delayMs = 0;
});

function sources(env: Record<string, string> = {}) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = readSettings({ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: url, IMAGE_WARDEN_STAGE: 'dev', ...env });
  return evidenceSourcesOf(settings, systemClock);
}

describe('evidenceSourcesOf', () => {
  it('asks each registry with its own credentials', async () => {
    const credentials = sources().credentials(new Map([['harbor.example', name]]));
    expect(await credentials(ecrHost)).toEqual({ kind: 'basic', username: 'AWS', password: 'token' });
    expect(await credentials('harbor.example')).toEqual({ kind: 'basic', username: 'robot', password: 'sesame' });
    expect(await credentials('ghcr.io')).toEqual({ kind: 'anonymous' });
    expect(asked).toEqual(['GetAuthorizationToken', 'GetParameters']);
  });

  it('sends no parameter of another stage to a registry', async () => {
    const credentials = sources({ IMAGE_WARDEN_STAGE: 'prod' }).credentials(new Map([['harbor.example', name]]));
    await expect(credentials('harbor.example')).rejects.toThrow('the credentials for harbor.example are not user:password');
    expect(asked).toEqual([]);
  });

  it('asks KMS and ECR', async () => {
    const { keys, scans } = sources();
    expect(await keys.publicKey('awskms:///alias/release')).toEqual({ ok: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\nAAAA\n/) });
    const image = { host: ecrHost, path: 'acme/app', digest: 'sha256:x' };
    expect(await Promise.all(scans.map((source) => source.scan(image)))).toEqual([
      { ok: { source: 'ECR', finishedMs: null, findings: [] } },
    ]);
    expect(asked).toEqual(['GetPublicKey', 'DescribeImageScanFindings']);
  });

  it('is never the command line', () => {
    expect(sources().commandLine).toBe(false);
  });
});

describe('the store of verdicts', () => {
  it('is memory where there is no table', async () => {
    const { store } = sources();
    await store.put('k', verdict);
    expect(await store.get('k')).toEqual(verdict);
    expect(asked).toEqual([]);
  });

  it('is memory before the table', async () => {
    const { store } = sources({ IMAGE_WARDEN_VERDICT_TABLE: 'verdicts' });
    expect(await store.get('k')).toBeNull();
    await store.put('k', { ...verdict, untilMs: Date.now() + 60_000 });
    expect(await store.get('k')).not.toBeNull();
    expect(asked).toEqual(['GetItem', 'PutItem']);
  });

  it('is given up when the table is slow', async () => {
    const { store } = sources({ IMAGE_WARDEN_VERDICT_TABLE: 'verdicts' });
    delayMs = 2000;
    const startMs = performance.now();
    expect(await store.get('k')).toBeNull();
    expect(performance.now() - startMs).toBeLessThan(1500);
  });
});
