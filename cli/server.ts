/** The HTTP rim of `serve`: bytes in, bytes out. What is answered is core/review/answer.ts's business. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../adapters/certificate.ts';
import { maxBodyBytes } from '../core/limits.ts';
import { answer } from '../core/review/answer.ts';
import type { Engine } from '../core/review/engine.ts';
import type { HttpRequest } from '../core/review/http.ts';

/** Milliseconds for a request to arrive whole: an API server waits 30 s at most. */
const requestTimeoutMs = 30_000;
/** Milliseconds for running requests to end after a stop. */
const graceMs = 10_000;
/** Milliseconds that a client gets to read an answer before the rest of its body is cut off. */
const lingerMs = 500;

export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  /** Null: plain HTTP. */
  readonly certificate: Certificate | null;
  readonly engine: Engine;
  /** Called with a defect that reached the rim; the client has been answered. */
  readonly onError: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  /** Lets running requests end, at most 10 s, then closes every connection. */
  close(): Promise<void>;
}

/** Resolves when it listens; rejects with the system's error when it cannot. */
export async function startServer({ port, host, certificate, engine, onError }: ServerOptions): Promise<RunningServer> {
  const handle = (request: IncomingMessage, response: ServerResponse): void => void respond(request, response, engine).catch(onError);
  const timeouts = { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs };
  const server = certificate === null ? createHttpServer(timeouts, handle) : createHttpsServer({ ...timeouts, ...certificate }, handle);
  await listen(server, port, host);
  const { port: actual } = server.address() as AddressInfo;
  const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { url: `${certificate === null ? 'http' : 'https'}://${name}:${actual}`, close: () => close(server) };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(force);
      server.closeAllConnections();
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, engine: Engine): Promise<void> {
  const answered = await answer(toRequest(request), engine).catch((error: unknown) => {
    response.destroy();
    throw error;
  });
  const { status, headers, body } = answered;
  const unread =
    !request.complete && (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), ...(unread ? { connection: 'close' } : {}) });
  response.end(request.method === 'HEAD' ? '' : body);
  if (!unread) return;
  request.resume();
  setTimeout(() => request.destroy(), lingerMs).unref();
}

function toRequest(request: IncomingMessage): HttpRequest {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return {
    method: request.method ?? '',
    segments: path.replace(/^\//, '').split('/'),
    timeout: query < 0 ? null : new URLSearchParams(url.slice(query + 1)).get('timeout'),
    contentType: request.headers['content-type'] ?? null,
    contentEncoding: request.headers['content-encoding'] ?? null,
    remainingMs: null,
    caller: null,
    body: () => readBody(request),
  };
}

/** At most `maxBodyBytes`; null when there are more, which are not read. Rejects when the client goes away. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > maxBodyBytes) {
        request.pause();
        request.removeAllListeners('data');
        resolve(null);
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
