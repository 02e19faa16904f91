import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { awsPost } from '../../adapters/aws-post.ts';

const open: { close(): void; closeAllConnections(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Seen {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers what it was sent; how many connections it had. */
async function start(host: string) {
  const seen: Seen[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    seen.push({ headers: request.headers, body });
    response.end(body);
  }).on('connection', () => connections++);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return { port, seen, connections: () => connections };
}

const post = {
  service: 'kms',
  region: 'eu-west-1',
  version: '1.1',
  target: 'TrentService.GetPublicKey',
  body: '{"KeyId":"\u00e9"}',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' },
  timeoutMs: 2000,
} as const;
const limits = { maxSockets: 2, maxAnswerBytes: 1000 };

describe('awsPost', () => {
  it.each(['127.0.0.1', '::1'])('posts to %s', async (address) => {
    const { port, seen } = await start(address);
    const host = address.includes(':') ? `[${address}]` : address;
    expect(await awsPost({ endpoint: `http://${host}:${port}`, ...limits })(post)).toEqual({ status: 200, text: post.body });
    expect(seen).toMatchObject([
      { body: post.body, headers: { host: `${host}:${port}`, 'content-length': '14', 'x-amz-security-token': 'session' } },
    ]);
  });

  it('opens no more connections than it may', async () => {
    const { port, connections } = await start('127.0.0.1');
    const send = awsPost({ endpoint: `http://127.0.0.1:${port}`, ...limits });
    await Promise.all(Array.from({ length: 10 }, () => send(post)));
    expect(connections()).toBeLessThanOrEqual(2);
  });

  it('takes no longer answer than it may', async () => {
    const { port } = await start('127.0.0.1');
    const send = awsPost({ endpoint: `http://127.0.0.1:${port}`, ...limits });
    expect((await send({ ...post, body: 'x'.repeat(1000) })).text).toHaveLength(1000);
    await expect(send({ ...post, body: 'x'.repeat(1001) })).rejects.toMatchObject({
      name: 'CallError',
      message: 'an answer of more than 1000 bytes',
    });
  });
});
