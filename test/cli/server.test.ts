import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningServer, type ServerOptions, startServer } from '../../cli/server.ts';
import { maxBodyBytes } from '../../core/limits.ts';
import { engineOf, policyOf, stateOf } from '../core/review/engine.ts';
import { rawClient } from './raw.ts';

const state = stateOf(await policyOf('version: 1\nimages: [secureoci.com]'));
const pod = (image: string) =>
  JSON.stringify({ kind: 'AdmissionReview', request: { uid: 'u', object: { kind: 'Pod', spec: { containers: [{ name: 'c', image }] } } } });
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(options: Partial<ServerOptions> = {}) {
  const errors: unknown[] = [];
  const engine = engineOf(state);
  const times = { graceMs: 1000, lingerMs: 300, ...options.times };
  const onError = (error: unknown): void => void errors.push(error);
  const server = await startServer({ port: 0, host: '127.0.0.1', certificate: null, engine, onError, ...options, times });
  running.push(server);
  return { server, url: server.url, engine, errors };
}
const send = (url: string, body: string) => fetch(url, { method: 'POST', body });

describe('startServer', () => {
  it('answers as the core does', async () => {
    const { url, engine } = await start();
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    const response = await send(`${url}/admission?timeout=7s`, pod('secureoci.com/a'));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toMatchObject({ response: { uid: 'u', allowed: true } });
    expect(await (await send(`${url}/`, pod('nginx'))).json()).toMatchObject({ response: { uid: 'u', allowed: false } });
    expect(engine.records).toHaveLength(2);
  });

  it.each<[string, number, RequestInit, string, string?]>([
    ['an unknown path', 404, { method: 'POST', body: '{}' }, '/nope'],
    ['a trailing slash', 404, { method: 'POST', body: '{}' }, '/admission/'],
    ['percent-encoding, which is kept', 404, { method: 'POST', body: '{}' }, '/%61dmission'],
    ['a dot segment that was encoded', 404, { method: 'POST', body: '{}' }, '/x%2f..%2fadmission'],
    ['a wrong method', 405, { method: 'PUT', body: '{}' }, '/admission'],
    ['an encoding', 415, { method: 'POST', body: '{}', headers: { 'content-encoding': 'gzip' } }, '/admission'],
    ['a content type', 415, { method: 'POST', body: '{}', headers: { 'content-type': 'text/yaml' } }, '/admission'],
    ['no body', 400, { method: 'POST' }, '/admission'],
  ])('%s: %d', async (_, status, init, path) => {
    const response = await fetch(`${(await start()).url}${path}`, init);
    expect([response.status, ((await response.json()) as { code: number }).code]).toEqual([status, status]);
  });

  it('answers a HEAD without a body', async () => {
    const client = await rawClient((await start()).url);
    client.socket.write('HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await client.all).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: text\/plain\r\ncontent-length: 3\r\n(.+\r\n)+\r\n$/);
  });

  it('keeps a connection for the next request, also after a refusal', async () => {
    const client = await rawClient((await start()).url);
    for (const [path, status] of [
      ['/admission', '200 OK'],
      ['/nope', '404 Not Found'],
      ['/admission', '200 OK'],
    ] as const) {
      client.socket.write(post(path, pod('nginx')));
      expect(await client.until(`HTTP/1.1 ${status}`)).toContain('Keep-Alive: timeout=120');
    }
    client.socket.end();
  });
});

describe('bodies', () => {
  it('takes the last byte that fits, and no more', async () => {
    const { url } = await start();
    const body = pod('secureoci.com/a');
    const fitting = await send(`${url}/admission`, body + ' '.repeat(maxBodyBytes - body.length));
    expect([fitting.status, await fitting.json()]).toMatchObject([200, { response: { allowed: true } }]);
    const larger = await send(`${url}/admission`, body + ' '.repeat(maxBodyBytes - body.length + 1));
    expect([larger.status, ((await larger.json()) as { reason: string }).reason]).toEqual([413, 'RequestEntityTooLarge']);
  });

  it('refuses what is announced to be too large before it comes', async () => {
    const client = await rawClient((await start()).url);
    client.socket.write(`POST /admission HTTP/1.1\r\nHost: x\r\nContent-Length: ${maxBodyBytes + 1}\r\n\r\n`);
    expect(await client.until('RequestEntityTooLarge')).toMatch(/^HTTP\/1\.1 413 /);
    await client.all;
  });

  it('lets a client read why its endless body is refused, and keeps nothing of it', async () => {
    const client = await rawClient((await start()).url);
    client.socket.write('POST /admission HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const before = process.memoryUsage().arrayBuffers;
    const pump = (): void => {
      while (client.socket.writable && client.socket.write(chunk)) sent += chunk.length;
      client.socket.once('drain', pump);
    };
    let sent = 0;
    pump();
    expect(await client.until('RequestEntityTooLarge')).toMatch(/^HTTP\/1\.1 413 /);
    await client.all;
    expect(sent).toBeGreaterThan(maxBodyBytes);
    // Both ends are in this process, and nobody says when it collects: 16 bodies, or half of what was sent.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(Math.max(16 * maxBodyBytes, sent / 2));
  });

  it('gives up on a body that trickles', async () => {
    const { url, errors, engine } = await start({ times: { requestMs: 200, checkMs: 50 } });
    const client = await rawClient(url);
    client.socket.write('POST /admission HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    const trickle = setInterval(() => client.socket.write(' '), 20);
    const answered = await client.all;
    clearInterval(trickle);
    expect(answered).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*"reason":"Timeout","code":408\}$/);
    expect([errors, engine.records]).toEqual([[], []]);
  });

  it('survives clients that vanish', async () => {
    const { url, errors } = await start();
    for (const text of [
      '',
      'POST /adm',
      'POST /admission HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{',
      post('/admission', pod('nginx')),
    ]) {
      const client = await rawClient(url);
      client.socket.write(text, () => client.socket.resetAndDestroy());
      await client.all;
    }
    expect((await send(`${url}/admission`, pod('nginx'))).status).toBe(200);
    expect(errors).toEqual([]);
  });
});

describe('stopping', () => {
  it('lets a running request end, and closes its connection', async () => {
    const { server, url } = await start();
    const [client, idle] = [await rawClient(url), await rawClient(url)];
    const text = post('/admission', pod('nginx'));
    idle.socket.write(text);
    await idle.until('HTTP/1.1 200');
    client.socket.write(text.slice(0, -10));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const startedMs = performance.now();
    const closed = server.close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    client.socket.write(text.slice(-10));
    expect(await client.all).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*"allowed":false/i);
    await Promise.all([closed, idle.all]);
    expect(performance.now() - startedMs).toBeLessThan(900);
  });

  it('waits for nobody for ever', async () => {
    const { server, url } = await start({ times: { graceMs: 100 } });
    const client = await rawClient(url);
    client.socket.write('POST /admission HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    expect(await client.all).toBe('');
  });

  it('can be asked twice', async () => {
    const { server } = await start();
    await Promise.all([server.close(), server.close()]);
  });
});

describe('a defect', () => {
  it('is told, and closes the connection', async () => {
    const defect = new Error('defect');
    const engine = engineOf(state, {
      ids: {
        next: () => {
          throw defect;
        },
      },
    });
    const { url, errors } = await start({ engine });
    await expect(send(`${url}/admission`, pod('nginx'))).rejects.toThrow();
    expect(errors).toEqual([defect]);
  });

  it('in the address is the system error', async () => {
    const { url } = await start();
    await expect(start({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
