/** What node:http itself would answer without words, or not at all: answered with a `Status` like everything else. */
import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Rejection, rejectionAnswer } from '../core/review/http.ts';

const allow = 'GET, HEAD, POST';
const wrongMethod: Rejection = { code: 405, message: `the method is not allowed here: expected ${allow}`, allow };

const rejections: Readonly<Record<string, Rejection>> = {
  // A method that HTTP does not know.
  HPE_INVALID_METHOD: wrongMethod,
  HPE_HEADER_OVERFLOW: { code: 400, message: 'the request line and the headers are larger than 16 KiB' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 408, message: 'the request did not arrive in time' },
};
const notHttp: Rejection = { code: 400, message: 'not an HTTP/1.1 request' };

/** `lingerMs`: milliseconds that the client gets to read the answer. */
export function refuseUnparsed(server: Server, lingerMs: number): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const code = error.code ?? '';
    if (code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else refuse(socket, Object.hasOwn(rejections, code) ? (rejections[code] ?? notHttp) : notHttp, lingerMs);
  });
  server.on('connect', (_request, socket) => refuse(socket, wrongMethod, lingerMs));
}

function refuse(socket: Duplex, rejection: Rejection, lingerMs: number): void {
  const { status, headers, body } = rejectionAnswer(rejection);
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
