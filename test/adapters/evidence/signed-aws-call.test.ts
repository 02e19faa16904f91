import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AwsCall } from '../../../adapters/evidence/aws-call.ts';
import { signedAwsCall } from '../../../adapters/evidence/signed-aws-call.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const credentials = () => ({ accessKeyId: 'AKID', secretAccessKey: 'sesame', sessionToken: 'session' });
const request = { service: 'ecr', region: 'eu-west-1', target: 'AmazonEC2ContainerRegistry_V20150921.X', body: { a: 1 } };
const json: Answer = (response) => response.end('{"ok":1}');
const seen: { headers: IncomingMessage['headers']; body: string }[] = [];
let answers: Answer[] = [];
let connections = 0;
let server: Server;
let call: AwsCall;

beforeAll(async () => {
  server = createServer(async (received, response) => {
    seen.push({ headers: received.headers, body: await text(received) });
    (answers.shift() ?? json)(response, received);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  call = callWithin(2000);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
  answers = [];
});

function callWithin(timeoutMs: number): AwsCall {
  const { port } = server.address() as AddressInfo;
  return signedAwsCall({ credentials, endpoint: () => `http://127.0.0.1:${port}`, timeoutMs });
}

describe('signedAwsCall', () => {
  it('posts signed JSON and gives status and body', async () => {
    expect(await call(request)).toEqual({ status: 200, body: { ok: 1 } });
    expect(seen).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: '' }] = seen;
    expect(body).toBe('{"a":1}');
    expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': request.target });
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/ecr\/aws4_request, /);
  });

  it.each([
    ['dynamodb', '1.0'],
    ['kms', '1.1'],
    ['ssm', '1.1'],
  ])('speaks to %s the JSON protocol %s', async (service, version) => {
    await call({ ...request, service });
    expect(seen[0]?.headers['content-type']).toBe(`application/x-amz-json-${version}`);
  });

  it.each<[string, Answer, unknown]>([
    ['an error', (response) => response.writeHead(400).end('{"__type":"x#Y"}'), { status: 400, body: { __type: 'x#Y' } }],
    ['no JSON', (response) => response.writeHead(502).end('<html>'), { status: 502, body: undefined }],
  ])('hands out %s', async (_, answer, expected) => {
    answers = [answer];
    expect(await call(request)).toEqual(expected);
  });

  it('keeps its socket', async () => {
    await call(request);
    const before = connections;
    for (let again = 0; again < 3; again++) await call(request);
    expect(connections).toBe(before);
  });

  it('tries once more when a kept socket died, and not twice', async () => {
    const die: Answer = (_, { socket }) => socket.destroy();
    await call(request);
    answers = [die];
    expect(await call(request)).toEqual({ status: 200, body: { ok: 1 } });
    answers = [die, die];
    await expect(call(request)).rejects.toMatchObject({ name: 'CallError', message: 'the connection failed (ECONNRESET)' });
    expect(seen).toHaveLength(5);
  });

  it('gives up in time, within the body too', async () => {
    answers = [() => undefined, (response) => response.write('{')];
    for (let each = 0; each < 2; each++)
      await expect(callWithin(80)(request)).rejects.toMatchObject({
        name: 'CallError',
        message: expect.stringMatching(/^no answer within \d+ ms$/),
      });
  });

  it('waits for credentials that have to be fetched, anew for each call', async () => {
    const { port } = server.address() as AddressInfo;
    let asked = 0;
    const fetched = async () => ({ ...credentials(), accessKeyId: `AKID${++asked}` });
    const later = signedAwsCall({ credentials: fetched, endpoint: () => `http://127.0.0.1:${port}`, timeoutMs: 2000 });
    for (let each = 0; each < 2; each++) await later(request);
    expect(seen.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1])).toEqual(['AKID1', 'AKID2']);
  });

  it('gives a second try what the first one left', async () => {
    const slow = callWithin(1000);
    await slow(request);
    answers = [(_, { socket }) => setTimeout(() => socket.destroy(), 500), () => undefined];
    const left = expect.stringMatching(/^no answer within \d{1,3} ms$/);
    await expect(slow(request)).rejects.toMatchObject({ message: left });
  });

  it('takes no more than 16 MiB', async () => {
    answers = [(response) => response.end(Buffer.alloc(16 * 1024 * 1024 + 1))];
    await expect(callWithin(20_000)(request)).rejects.toMatchObject({ message: 'an answer of more than 16777216 bytes' });
  });

  it('tells no credentials', async () => {
    const nobody = signedAwsCall({ credentials, endpoint: () => 'http://127.0.0.1:1', timeoutMs: 1000 });
    const error = await nobody(request).catch((one: unknown) => one);
    expect(JSON.stringify([String(error), error])).not.toMatch(/AKID|sesame|session/);
  });
});
