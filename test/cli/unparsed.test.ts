import { afterAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../../cli/server.ts';
import { engineOf, stateOf } from '../core/review/engine.ts';
import { rawClient } from './raw.ts';

const server = await startServer({
  port: 0,
  host: '127.0.0.1',
  certificate: null,
  engine: engineOf(stateOf(null)),
  onError: () => undefined,
  times: { lingerMs: 100 },
});
afterAll(() => server.close());

describe('refuseUnparsed', () => {
  it.each<[string, string, string, string]>([
    ['a method that HTTP does not know', 'FOO /admission HTTP/1.1\r\nHost: x\r\n\r\n', '405 Method Not Allowed', 'MethodNotAllowed'],
    ['CONNECT', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', '405 Method Not Allowed', 'MethodNotAllowed'],
    ['headers without end', `POST / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`, '400 Bad Request', 'BadRequest'],
    ['no host', 'POST /admission HTTP/1.1\r\n\r\n', '400 Bad Request', ''],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400 Bad Request', 'BadRequest'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      '400 Bad Request',
      'BadRequest',
    ],
    ['TLS', '\u0016\u0003\u0001\u0002', '405 Method Not Allowed', 'MethodNotAllowed'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '400 Bad Request', 'BadRequest'],
    ['a folded smuggling attempt', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n', '400 Bad Request', 'BadRequest'],
  ])('%s', async (_, text, status, reason) => {
    const client = await rawClient(server.url);
    client.socket.write(text);
    const answered = await client.all;
    expect(answered).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\\r\\n`));
    if (reason !== '') expect(JSON.parse(answered.slice(answered.indexOf('\r\n\r\n')))).toMatchObject({ kind: 'Status', reason });
  });
});
