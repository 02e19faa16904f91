import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { selfSignedCertificate } from '../../adapters/certificate.ts';
import { type ServeOptions, serve } from '../../cli/serve.ts';
import type { RunningServer } from '../../cli/server.ts';
import { postTls } from './https.ts';

const folder = mkdtempSync(join(tmpdir(), 'serve-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function file(text: string): string {
  const path = join(folder, `${files++}.yaml`);
  writeFileSync(path, text);
  return path;
}

const good = 'version: 1\nimages: [secureoci.com]\n';
const other = 'version: 1\nimages: [ghcr.io/acme]\n';
const policy = file(good);
const token = 'T'.repeat(40);
const image = (text: string) => JSON.stringify({ kind: 'ImageReview', spec: { containers: [{ image: text }] } });
const pod = (text: string) =>
  JSON.stringify({ kind: 'AdmissionReview', request: { object: { kind: 'Pod', spec: { containers: [{ image: text }] } } } });

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(options: Partial<ServeOptions> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { out: (line: string) => out.push(line) > 0, err: (line: string) => void err.push(line) };
  const server = await serve({ policy, port: '0', host: '127.0.0.1', ...options }, output);
  running.push(server);
  return { url: server.url, out, err, server };
}
const postHttp = async (url: string, body: string) => {
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as unknown };
};

describe('serve', () => {
  it('speaks HTTPS with a certificate of its own, and says where and how', async () => {
    const { url, out, err } = await start();
    expect(url).toMatch(/^https:\/\/localhost:\d+$/);
    const [listening, hint] = out;
    expect(listening).toBe(`listening on ${url}`);
    const [, address = '', body = ''] = /^try it: {2}curl -k -XPOST (\S+) -d '(.*)'$/.exec(hint ?? '') ?? [];
    expect(await postTls(address, body)).toMatchObject({ status: 200, body: { kind: 'ImageReview', status: { allowed: false } } });
    expect(err).toEqual([]);
  });

  it('uses the certificate that it is given', async () => {
    const { cert, key } = await selfSignedCertificate();
    const { url } = await start({ cert: file(cert), key: file(key) });
    expect(await postTls(`${url}/admission`, pod('secureoci.com/a'), cert)).toMatchObject({ body: { response: { allowed: true } } });
  });

  it('writes one line a decision', async () => {
    const { url, out } = await start({ http: true });
    await postHttp(`${url}/`, image('secureoci.com/a'));
    await postHttp(`${url}/admission`, pod('nginx'));
    await postHttp(`${url}/nope`, '');
    const records = out.slice(2).map((line) => JSON.parse(line) as object);
    expect(records).toMatchObject([
      { type: 'decision', kind: 'ImageReview', allowed: true, images: ['secureoci.com/a'] },
      { type: 'decision', kind: 'AdmissionReview', allowed: false, rule: 'registry-allowlist' },
    ]);
  });

  it('answers the open routes, and has no guarded ones', async () => {
    const { url } = await start({ http: true });
    for (const path of ['/', '/image_policy']) expect(await postHttp(url + path, image('secureoci.com/a'))).toMatchObject({ status: 200 });
    for (const path of ['/', '/admission']) expect(await postHttp(url + path, pod('nginx'))).toMatchObject({ status: 200 });
    expect(await postHttp(`${url}/v1/check`, '{"files":[]}')).toMatchObject({ status: 400 });
    expect(await postHttp(`${url}/v1/clusters/prod/${token}/admission`, pod('nginx'))).toMatchObject({ status: 404 });
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
  });

  it('with --clusters guards the cluster routes, and the open ones are gone', async () => {
    const { url, out } = await start({ http: true, clusters: file(`prod: ["${hash('sha256', token)}"]\n`) });
    expect(out[1]).toBe(`a cluster asks at ${url}/v1/clusters/CLUSTER/TOKEN/admission`);
    const at = (secret: string, action: string) => `${url}/v1/clusters/prod/${secret}/${action}`;
    expect(await postHttp(at(token, 'admission'), pod('secureoci.com/a'))).toMatchObject({ body: { response: { allowed: true } } });
    expect(await postHttp(at(token, 'image-policy'), image('nginx'))).toMatchObject({ body: { status: { allowed: false } } });
    expect(await postHttp(at('U'.repeat(40), 'admission'), pod('secureoci.com/a'))).toMatchObject({ status: 401 });
    for (const path of ['/', '/admission', '/image_policy', '/v1/check']) expect((await postHttp(url + path, '{}')).status).toBe(404);
    expect(out.slice(2).map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['decision', 'decision', 'unauthorized']);
    expect(out.join()).not.toContain(token);
  });

  it('reads the policy again within 2 s, and keeps the last good one', async () => {
    const changing = file(good);
    const { url, err } = await start({ http: true, policy: changing });
    const allows = async (text: string) =>
      ((await postHttp(`${url}/`, image(text))).body as { status: { allowed: boolean } }).status.allowed;
    const heard = async (count: number) => {
      for (const end = Date.now() + 2000; err.length < count && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
      return err.slice(count - 1);
    };
    expect([await allows('secureoci.com/a'), await allows('ghcr.io/acme/a')]).toEqual([true, false]);

    writeFileSync(changing, 'version: 1\nimags: []\n');
    expect(await heard(1)).toEqual([
      expect.stringMatching(/^the last good policy stays: \S+:2:1: imags: expected one of .*did you mean images\?/),
    ]);
    expect([await allows('secureoci.com/a'), await allows('ghcr.io/acme/a')]).toEqual([true, false]);
    const { body } = await postHttp(`${url}/`, image('nginx'));
    expect(body).toHaveProperty('status.auditAnnotations.policy', expect.stringMatching(/ \(stale\)$/));

    writeFileSync(changing, other);
    expect(await heard(2)).toEqual([expect.stringMatching(/^policy [0-9a-f]{12} loaded from /)]);
    expect([await allows('secureoci.com/a'), await allows('ghcr.io/acme/a')]).toEqual([false, true]);

    rmSync(changing);
    expect(await heard(3)).toEqual([`the last good policy stays: ${changing}: there is no such file`]);
    expect(await allows('ghcr.io/acme/a')).toBe(true);
  });
});

describe('a mounted ConfigMap', () => {
  it('is read again when its link turns to another folder', async () => {
    const mount = mkdtempSync(join(folder, 'mount-'));
    for (const [version, text] of [
      ['..1', good],
      ['..2', other],
    ] as const) {
      mkdirSync(join(mount, version));
      writeFileSync(join(mount, version, 'policy.yaml'), text);
    }
    symlinkSync('..1', join(mount, '..data'));
    symlinkSync(join('..data', 'policy.yaml'), join(mount, 'policy.yaml'));
    const { err } = await start({ http: true, policy: join(mount, 'policy.yaml') });
    symlinkSync('..2', join(mount, '..next'));
    renameSync(join(mount, '..next'), join(mount, '..data'));
    for (const end = Date.now() + 2000; err.length === 0 && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(err).toEqual([expect.stringMatching(/^policy [0-9a-f]{12} loaded from /)]);
  });
});

describe('wrong usage', () => {
  it.each<[string, Partial<ServeOptions>, string]>([
    ['no port', { port: '' }, '--port: expected 0 to 65535, got ""'],
    ['a port out of range', { port: '65536' }, '--port: expected 0 to 65535, got "65536"'],
    ['no number', { port: '1e3' }, '--port: expected 0 to 65535, got "1e3"'],
    [
      'plain HTTP beyond loopback',
      { host: '0.0.0.0', http: true, open: true },
      '--http: expected a loopback --host, got 0.0.0.0: tokens and verdicts would travel in the clear',
    ],
    [
      'open to the world by mistake',
      { host: '0.0.0.0' },
      '--host 0.0.0.0: everybody there could ask; add --clusters FILE to ask for tokens, or --open to mean it',
    ],
    ['half a key pair', { cert: 'x' }, '--cert and --key go together: --key is missing'],
    ['the other half', { key: 'x' }, '--cert and --key go together: --cert is missing'],
    ['a certificate that is not there', { cert: '/nope', key: '/nope' }, '/nope: there is no such file'],
    [
      'a certificate that is none',
      { cert: policy, key: policy },
      '--cert and --key: not a PEM certificate and its key (ERR_OSSL_PEM_NO_START_LINE)',
    ],
    ['no policy', { policy: '/nope.yaml' }, '/nope.yaml: there is no such file'],
    ['no clusters', { clusters: '/nope.yaml' }, '/nope.yaml: there is no such file'],
    ['an address of another machine', { host: '192.0.2.1', open: true }, '--host 192.0.2.1: this machine has no such address'],
  ])('%s', async (_, options, message) => {
    await expect(start(options)).rejects.toMatchObject({ name: 'UsageError', message });
  });

  it('refuses a key of another certificate', async () => {
    const [one, two] = [await selfSignedCertificate(), await selfSignedCertificate()];
    await expect(start({ cert: file(one.cert), key: file(two.key) })).rejects.toMatchObject({
      name: 'UsageError',
      message: '--cert and --key: not a PEM certificate and its key (ERR_OSSL_X509_KEY_VALUES_MISMATCH)',
    });
  });

  it('names every problem of a policy', async () => {
    const bad = file('version: 2\nmode: loud\n');
    await expect(start({ policy: bad })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/:1:10: version: .*\n.*:2:7: mode: /),
    });
  });

  it('says in one line that the port is in use', async () => {
    const port = new URL((await start({ http: true })).url).port;
    await expect(start({ port })).rejects.toMatchObject({
      name: 'UsageError',
      message: `port ${port} of 127.0.0.1 is in use: stop what listens there, or give another --port`,
    });
  });

  it('takes the highest port for one', async () => {
    await expect(start({ port: '65535', host: '192.0.2.1', open: true })).rejects.toMatchObject({
      message: '--host 192.0.2.1: this machine has no such address',
    });
  });

  it('beyond loopback serves whoever asks when that is meant', async () => {
    const { url } = await start({ host: '0.0.0.0', open: true });
    expect(await postTls(`${url}/`, image('secureoci.com/a'))).toMatchObject({ status: 200 });
  });
});
