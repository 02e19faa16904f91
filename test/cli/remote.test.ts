import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { signedPost } from '../../adapters/signed-post.ts';
import { type CheckOptions, checkCommand } from '../../cli/check.ts';
import { regionOf, remotePost, urlOf } from '../../cli/remote.ts';
import { readReport } from '../../cli/remote-report.ts';
import { startServer } from '../../cli/server.ts';
import { policyOf } from '../core/policy/policies.ts';
import { engineOf, stateOf } from '../core/review/engine.ts';
import { captured } from './captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'remote-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const pod = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - {name: c, image: ${image}}\n`;
writeFileSync(at('policy.yaml'), 'version: 1\nimages: [a.io]\n');
writeFileSync(at('a.yaml'), pod('a.io/a'));
writeFileSync(at('b.yaml'), pod('nginx'));
writeFileSync(at('values.yaml'), 'image: nginx\n');
writeFileSync(at('Dockerfile'), 'ARG BASE\nFROM $BASE\n');

async function check(paths: string[], options: Partial<CheckOptions>) {
  const terminal = captured();
  const code = await checkCommand(paths.map(at), { format: 'json', failOn: 'deny', ...options }, terminal);
  const textOf = (lines: readonly string[]): string => lines.map((line) => `${line.replaceAll(`${folder}/`, '')}\n`).join('');
  return { code, out: terminal.outLines.map((line) => `${line}\n`).join(''), err: textOf(terminal.errLines) };
}

async function withService<T>(use: (url: string) => Promise<T>): Promise<T> {
  const policy = policyOf({ images: ['a.io'], workloads: {} });
  const engine = engineOf(stateOf(policy));
  const server = await startServer({ port: 0, host: '127.0.0.1', certificate: null, engine, onError: () => undefined });
  try {
    return await use(server.url.replace('localhost', '127.0.0.1'));
  } finally {
    await server.close();
  }
}

describe('check --remote', () => {
  it('gives the report of an offline check, and skips what is no manifest', async () => {
    const here = await check(['a.yaml', 'b.yaml', 'Dockerfile'], { policy: at('policy.yaml'), buildArg: ['BASE=a.io/b'] });
    const there = await withService((remote) => check(['a.yaml', 'b.yaml', 'Dockerfile'], { remote, buildArg: ['BASE=a.io/b'] }));
    expect([there.code, there.err]).toEqual([here.code, here.err]);
    const findings = (text: string) => JSON.parse(text) as { findings: unknown[]; images: unknown[]; summary: unknown };
    expect({ ...findings(there.out), policy: null }).toEqual({ ...findings(here.out), policy: null });
    const folderCheck = await withService((remote) => check(['.'], { remote, format: 'text' }));
    expect([folderCheck.code, folderCheck.err]).toEqual([1, '2 files without manifests skipped\n']);
  });

  it('a bad file is one line, the rest still judged', async () => {
    writeFileSync(at('bad.yaml'), 'kind: Pod\nkind: Pod\n');
    const { code, out, err } = await withService((remote) => check(['bad.yaml', 'a.yaml', 'b.yaml', 'values.yaml'], { remote }));
    expect([code, (JSON.parse(out) as { summary: unknown }).summary]).toEqual([2, expect.objectContaining({ denied: 1 })]);
    expect(err.split('\n')).toEqual([
      'bad.yaml:2:1: the key "kind" stands twice in one object',
      'values.yaml: no object with apiVersion and kind in it: expected a manifest, a review or a Dockerfile',
      '',
    ]);
    rmSync(at('bad.yaml'));
  });

  it.each<[string, RegExp]>([
    ['http://example.com', /plain HTTP only to this machine/],
    ['ftp://example.com', /expected the URL of a deployed service/],
    ['nonsense', /expected the URL/],
    ['http://127.0.0.1:1', /^--remote: /],
  ])('%s is refused', async (remote, message) => {
    await expect(check(['a.yaml'], { remote })).rejects.toThrow(message);
  });

  it('no policy of its own beside it', async () => {
    await expect(check(['a.yaml'], { remote: 'https://a', policy: 'x' })).rejects.toThrow(/--remote judges by its own policy/);
  });
});

describe('where it points', () => {
  it.each([
    ['https://x.execute-api.eu-west-1.amazonaws.com/prod', 'https://x.execute-api.eu-west-1.amazonaws.com/prod/v1/check', 'eu-west-1'],
    [
      'https://x.execute-api.cn-north-1.amazonaws.com.cn/p/v1/check',
      'https://x.execute-api.cn-north-1.amazonaws.com.cn/p/v1/check',
      'cn-north-1',
    ],
    ['https://warden.example.com', 'https://warden.example.com/v1/check', 'eu-north-1'],
  ])('%s', (text, whole, region) => {
    expect([urlOf(text).href, regionOf(urlOf(text), { AWS_REGION: 'eu-north-1' })]).toEqual([whole, region]);
  });
});

describe('signedPost', () => {
  it('signs as the API asks', async () => {
    const seen: Record<string, unknown>[] = [];
    const server = createServer((request, response) => {
      seen.push({ ...request.headers, url: request.url });
      request.resume().on('end', () => response.writeHead(403).end('{"Message":"no"}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/prod/v1/check`);
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
    const answer = await signedPost({ url, region: 'eu-west-1', credentials })('{}');
    expect(answer).toEqual({ status: 403, body: '{"Message":"no"}' });
    expect(seen).toEqual([expect.objectContaining({ url: '/prod/v1/check', 'x-amz-security-token': 'session' })]);
    expect(seen[0]?.['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/,
    );
    server.close();
    server.closeAllConnections();
    await expect((await remotePost(url.origin, {}))('{}')).rejects.toThrow(/^--remote: /);
  });
});

it.each([
  '',
  '[]',
  '{}',
  '{"policy":{"hash":"","source":""},"allowed":true,"summary":{"denied":0,"warned":0,"passed":0},"findings":[{}],"images":[]}',
])('%s is no report', (text) => expect(readReport(text)).toBeNull());
