import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { imageBudget, reviewBudget } from '../../../adapters/registry/budget.ts';
import { exchange } from '../../../adapters/registry/exchange.ts';
import { RegistryFailure } from '../../../adapters/registry/failure.ts';
import { type Connections, connections } from '../../../adapters/registry/network.ts';

type Handle = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let server: Server;
let pool: Connections;
let handle: Handle;
let seen: IncomingMessage[];
let sockets = 0;

beforeEach(async () => {
  seen = [];
  sockets = 0;
  server = createServer((request, response) => handle(request, response, seen.push(request)));
  server.on('connection', () => sockets++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = connections({ resolve: async () => [], dial: (address) => address });
});
afterEach(() => {
  pool.close();
  server.closeAllConnections();
  server.close();
});

async function ask(answer: Handle, { maxBytes = 100, timeoutMs = 5000, budget = imageBudget(reviewBudget(timeoutMs)) } = {}) {
  handle = answer;
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/`);
  try {
    const { status, header, body } = await exchange(pool, { url, reach: 'loopback', headers: { 'x-one': '1' }, maxBytes }, budget);
    return { status, body: body.toString(), link: header('link') };
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    return `${error.code}: ${error.message.replace(url.host, 'HOST')}`;
  }
}
const text =
  (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Handle =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

describe('exchange', () => {
  it('asks for nothing compressed, and tells status, headers and body', async () => {
    expect(await ask(text('ok', 201, { link: 'a' }))).toEqual({ status: 201, body: 'ok', link: 'a' });
    expect(seen[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', 'x-one': '1' });
    expect(await ask(text('ok', 200, { 'content-encoding': 'gzip' }))).toBe('malformed: a compressed answer');
    expect(await ask(text('ok', 200, { 'content-encoding': 'identity' }))).toMatchObject({ body: 'ok' });
  });

  it.each<[string, Handle, unknown]>([
    ['as long as may be', text('a'.repeat(100)), { status: 200, body: 'a'.repeat(100), link: null }],
    ['a byte longer', text('a'.repeat(101)), 'too-large: an answer of more than 100 bytes'],
    [
      'that says it is longer',
      (_, response) => response.writeHead(200, { 'content-length': 101 }).write('a'),
      'too-large: an answer of more than 100 bytes',
    ],
    [
      'that does not say how long it is',
      (_, response) => {
        for (let i = 0; i < 11; i++) response.write('a'.repeat(10));
      },
      'too-large: an answer of more than 100 bytes',
    ],
    ['that tells of an error at some length', text('e'.repeat(1000), 404), { status: 404, body: 'e'.repeat(1000), link: null }],
    ['that tells of an error at too much length', text('e'.repeat(70_000), 404), { status: 404, body: '', link: null }],
    [
      'that breaks off',
      (_, response) => response.writeHead(200, { 'content-length': 50 }).write('half', () => response.destroy()),
      expect.stringMatching(/^unreachable: /),
    ],
    [
      'that breaks off without having said how long it is',
      (_, response) => response.writeHead(200).write('half', () => response.destroy()),
      expect.stringMatching(/^unreachable: /),
    ],
  ])('an answer %s', async (_, answer, expected) => {
    expect(await ask(answer)).toEqual(expected);
  });

  it('ends with the deadline', async () => {
    expect(await ask(() => undefined, { timeoutMs: 30 })).toBe('timeout: HOST did not answer in time');
    expect(await ask((_, response) => response.writeHead(200).write('a'), { timeoutMs: 30 })).toBe('timeout: HOST did not answer in time');
  });

  it('spends a request and the bytes that came', async () => {
    const budget = imageBudget(reviewBudget(5000));
    const before = { requests: budget.requests, bytes: budget.bytes, all: budget.review.requests, allBytes: budget.review.bytes };
    await ask(text('four'), { budget });
    expect({ requests: budget.requests, bytes: budget.bytes, all: budget.review.requests, allBytes: budget.review.bytes }).toEqual({
      requests: before.requests - 1,
      bytes: before.bytes - 4,
      all: before.all - 1,
      allBytes: before.allBytes - 4,
    });
    budget.bytes = 3;
    expect(await ask(text('four'), { budget })).toMatch(/^too-large: more than \d+ bytes of evidence for one image$/);
    budget.requests = 0;
    expect(await ask(text('four'), { budget })).toBe('too-many: more than 60 requests for one image');
    expect(seen).toHaveLength(2);
  });
});

describe('a connection', () => {
  it('is kept, and one that died meanwhile is replaced once, which counts', async () => {
    const budget = imageBudget(reviewBudget(5000));
    await ask(text('one'), { budget });
    const second = await ask((request, response, count) => (count === 2 ? request.socket.destroy() : response.end('three')), { budget });
    expect([second, seen.length, sockets, 60 - budget.requests]).toEqual([{ status: 200, body: 'three', link: null }, 3, 2, 3]);
  });

  it('is replaced no second time', async () => {
    await ask(text('one'));
    expect(await ask((request) => request.socket.destroy())).toBe('unreachable: HOST could not be reached (ECONNRESET)');
    expect(seen).toHaveLength(3);
  });

  it('that is new and dies is not replaced', async () => {
    expect(await ask((request) => request.socket.destroy())).toBe('unreachable: HOST could not be reached (ECONNRESET)');
    expect(seen).toHaveLength(1);
  });

  it('of a second try is not one that was kept', async () => {
    await Promise.all([ask(text('one')), ask(text('two'))]);
    expect(sockets).toBe(2);
    // Both that were kept are dead: the second try must not take the other one.
    const dead = new Set(seen.map(({ socket }) => socket));
    const answer = await ask((request, response) => (dead.has(request.socket) ? request.socket.destroy() : response.end('three')));
    expect(answer).toMatchObject({ body: 'three' });
  });
});
