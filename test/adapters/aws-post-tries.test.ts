import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { awsPost } from '../../adapters/aws-post.ts';

const post = {
  service: 'ssm',
  region: 'eu-west-1',
  version: '1.1',
  target: 'AmazonSSM.GetParameters',
  body: '{"Names":[]}',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' },
  timeoutMs: 60_000,
} as const;
const maxAnswerBytes = 100;

let server: Server;
let respond: RequestListener = () => undefined;
let endpoint = '';

beforeAll(async () => {
  server = createServer((request, response) => respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  endpoint = `http://[::1]:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const waiting = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
const send = (options: Partial<Parameters<ReturnType<typeof awsPost>>[0]> = {}) =>
  awsPost({ endpoint, maxSockets: 2, maxAnswerBytes })({ ...post, ...options });

describe('awsPost', () => {
  it.each(['1.0', '1.1'] as const)('sends one signed request of the protocol %s', async (version) => {
    let seen: { request: IncomingMessage; body: string } | null = null;
    respond = async (request, response) => {
      seen = { request, body: await text(request) };
      response.writeHead(418).end('short and stout');
    };
    expect(await send({ version })).toEqual({ status: 418, text: 'short and stout' });
    expect(seen).toMatchObject({
      body: post.body,
      request: {
        method: 'POST',
        url: '/',
        headers: {
          'content-type': `application/x-amz-json-${version}`,
          'x-amz-target': 'AmazonSSM.GetParameters',
          'x-amz-security-token': 'session',
          authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/ssm\/aws4_request, /),
        },
      },
    });
  });

  it('takes as many bytes as it may, and not one more', async () => {
    respond = (_, response) => response.end('a'.repeat(maxAnswerBytes));
    expect((await send()).text).toHaveLength(maxAnswerBytes);
    respond = (_, response) => response.end('a'.repeat(maxAnswerBytes + 1));
    await expect(send()).rejects.toMatchObject({ message: 'an answer of more than 100 bytes', retry: 'no' });
  });

  it('takes half an answer for none', async () => {
    respond = (_, response) => response.writeHead(200, { 'content-length': 50 }).write('half', () => response.destroy());
    await expect(send()).rejects.toMatchObject({ message: 'the connection failed (ECONNRESET)', retry: 'later' });
  });

  it('gives up in time', async () => {
    respond = () => undefined;
    await expect(send({ timeoutMs: 19.5 })).rejects.toMatchObject({ message: 'no answer within 20 ms', retry: 'later' });
  });

  it('leaves no timer behind that would keep the process', async () => {
    respond = (_, response) => response.end('ok');
    const before = waiting();
    await send();
    for (let turns = 0; waiting() > before && turns < 100; turns++) await new Promise(setImmediate);
    expect(waiting()).toBeLessThanOrEqual(before);
  });
});
