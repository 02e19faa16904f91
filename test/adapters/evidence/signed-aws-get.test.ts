import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { signedAwsGet } from '../../../adapters/evidence/signed-aws-get.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature Version 4 as AWS's reference describes it, from what arrived. */
function signatureOf({ url = '', headers }: IncomingMessage): string {
  const [path = '', query = ''] = url.split('?');
  const [, day, region, service, names = ''] =
    /Credential=AKID\/(\d{8})\/([\w-]+)\/(\w+)\/aws4_request, SignedHeaders=([\w;-]+)/.exec(String(headers.authorization)) ?? [];
  const lines = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const canonical = ['GET', path, query.split('&').toSorted().join('&'), lines.join(''), names, hash('')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/${region}/${service}/aws4_request`, hash(canonical)].join('\n');
  const key = [String(region), String(service), 'aws4_request'].reduce(hmac, hmac('AWS4secret', String(day)));
  return createHmac('sha256', key).update(toSign).digest('hex');
}

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function getterOf(listener: RequestListener, timeoutMs = 2000) {
  const one = createServer(listener);
  server = one;
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
  const get = signedAwsGet({
    credentials: async () => credentials,
    timeoutMs,
    endpoint: (service) => (service === 'signer' ? endpoint : null),
  });
  const query = [
    ['certificateHashes', 'bb'],
    ['certificateHashes', 'aa'],
    ['jobArn', 'arn:aws:signer:eu-west-1:111122223333:/signing-jobs/1'],
    ['text', "a b+c*d'(é)!"],
  ] as const;
  return () => get({ service: 'signer', region: 'eu-west-1', host: 'unused.example', path: '/revocations', query });
}

function half(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-length': '10' }).write('{', () => response.destroy());
}

describe('signedAwsGet', () => {
  it('signs what it sends, repeated names and all', async () => {
    const seen: { url: string; signature: string; expected: string; token: unknown }[] = [];
    const get = await getterOf((request, response) => {
      const signature = /Signature=(\w+)/.exec(String(request.headers.authorization))?.[1] ?? '';
      seen.push({ url: request.url ?? '', signature, expected: signatureOf(request), token: request.headers['x-amz-security-token'] });
      response.end('{"revokedEntities":[]}');
    });
    expect(await get()).toEqual({ status: 200, body: { revokedEntities: [] } });
    const [first] = seen;
    expect(first?.signature).toBe(first?.expected);
    expect(first?.token).toBe('session');
    const query = new URL(first?.url ?? '', 'http://x').searchParams;
    expect([query.getAll('certificateHashes'), query.get('text')]).toEqual([['bb', 'aa'], "a b+c*d'(é)!"]);
  });

  it.each<[string, RequestListener, unknown]>([
    [
      'an error',
      (_, response) => response.writeHead(403).end('{"code":"AccessDeniedException"}'),
      { status: 403, body: { code: 'AccessDeniedException' } },
    ],
    ['no JSON', (_, response) => response.end('<html>'), { status: 200, body: undefined }],
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      { status: 302, body: undefined },
    ],
  ])('hands on %s', async (_, listener, expected) => {
    expect(await (await getterOf(listener))()).toEqual(expected);
  });

  it.each<[string, RequestListener, number, string | RegExp]>([
    ['silence', () => undefined, 150, /^no answer within \d+ ms$/],
    ['a body that never ends', (_, response) => void response.write('{'), 150, /^no answer within \d+ ms$/],
    ['a flood', (_, response) => response.end(Buffer.alloc(70_000, 0x20)), 4000, 'an answer of more than 65536 bytes'],
    ['a broken connection', ({ socket }) => socket.destroy(), 4000, 'the connection failed (ECONNRESET)'],
    ['half an answer', (_, response) => half(response), 4000, 'the connection failed (ECONNRESET)'],
  ])('gives up on %s', async (_, listener, timeoutMs, message) => {
    await expect((await getterOf(listener, timeoutMs))()).rejects.toThrow(message);
  });

  it('does not ask at once again where nobody listened', async () => {
    const credentials = () => ({ accessKeyId: 'AKID', secretAccessKey: 'sesame' });
    const nobody = signedAwsGet({ credentials, endpoint: () => 'http://127.0.0.1:1', timeoutMs: 1000 });
    const asked = nobody({ service: 'signer', region: 'eu-west-1', host: 'unused.example', path: '/', query: [] });
    await expect(asked).rejects.toMatchObject({ name: 'CallError', message: 'the connection failed (ECONNREFUSED)', retry: 'later' });
  });

  it('leaves no timer behind that would keep the process', async () => {
    const waiting = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const get = await getterOf((_, response) => response.end('{}'), 60_000);
    const before = waiting();
    await get();
    for (let turns = 0; waiting() > before && turns < 100; turns++) await new Promise(setImmediate);
    expect(waiting()).toBeLessThanOrEqual(before);
  });

  it('asks once more on a kept connection that died', async () => {
    let calls = 0;
    const get = await getterOf((request, response) => {
      calls += 1;
      if (calls === 2) request.socket.destroy();
      else response.end('{}');
    });
    await get();
    expect([await get(), calls]).toEqual([{ status: 200, body: {} }, 3]);
  });
});
