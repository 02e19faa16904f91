/** The HTTP rim of `serve`: bytes in, bytes out. What is answered is core/review/answer.ts's business. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../adapters/certificate.ts';
import { answer, type Engine } from '../core/review/answer.ts';
import { toRequest } from './request.ts';
import { refuseUnparsed } from './unparsed.ts';

/** Milliseconds. */
interface ServerTimes {
  /** For a request to arrive whole. */
  readonly requestMs: number;
  /** Between two looks for requests that took too long. */
  readonly checkMs: number;
  /** Of silence until a connection is closed. */
  readonly keepAliveMs: number;
  /** For running requests to end after a stop. */
  readonly graceMs: number;
  /** That a client gets to read an answer before the rest of its body is cut off. */
  readonly lingerMs: number;
}

const usualTimes: ServerTimes = {
  // An API server waits 30 s at most (admissionregistration.k8s.io/v1, timeoutSeconds).
  requestMs: 30_000,
  checkMs: 1000,
  // Go's clients close after 90 s (net/http, IdleConnTimeout): were we first, a request could cross with our close and fail.
  keepAliveMs: 120_000,
  graceMs: 10_000,
  lingerMs: 2000,
};

export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  /** Null: plain HTTP. */
  readonly certificate: Certificate | null;
  readonly engine: Engine;
  /** Called with a defect that reached the rim; the client's connection is closed. */
  readonly onError: (error: unknown) => void;
  readonly times?: Partial<ServerTimes>;
}

export interface RunningServer {
  readonly url: string;
  /** Lets running requests end, at most 10 s, then closes every connection. */
  close(): Promise<void>;
}

/** Resolves when it listens; rejects with the system's error when it cannot. */
export async function startServer({ port, host, certificate, engine, onError, ...options }: ServerOptions): Promise<RunningServer> {
  const times = { ...usualTimes, ...options.times };
  const timeouts = {
    requestTimeout: times.requestMs,
    headersTimeout: times.requestMs,
    connectionsCheckingInterval: times.checkMs,
    keepAliveTimeout: times.keepAliveMs,
  };
  const server =
    certificate === null
      ? createHttpServer(timeouts)
      : createHttpsServer({ ...timeouts, handshakeTimeout: times.requestMs, ...certificate });
  const isStopping = (): boolean => !server.listening;
  server.on('request', (request, response) => void respond(request, response, engine, { times, isStopping }).catch(onError));
  refuseUnparsed(server, times.lingerMs);
  await listen(server, port, host);
  server.on('error', onError);
  const { port: actual } = server.address() as AddressInfo;
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { url: `${certificate === null ? 'http' : 'https'}://${name}:${actual}`, close: () => close(server, times.graceMs) };
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

function close(server: Server, graceMs: number): Promise<void> {
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

interface Manners {
  readonly times: ServerTimes;
  readonly isStopping: () => boolean;
}

async function respond(request: IncomingMessage, response: ServerResponse, engine: Engine, manners: Manners): Promise<void> {
  try {
    const { status, headers, body } = await answer(toRequest(request), engine);
    const last = manners.isStopping() ? { connection: 'close' } : {};
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), ...last });
    response.end(request.method === 'HEAD' ? '' : body);
    if (!request.complete) discardRest(request, manners.times.lingerMs);
  } catch (error) {
    response.destroy();
    // A client that went away while it was read is nobody's defect.
    if (request.errored === null) throw error;
  }
}

/**
 * Reads on without keeping anything: to close at once would reset the connection, and the client would lose the answer that
 * says why.
 */
function discardRest(request: IncomingMessage, lingerMs: number): void {
  const cut = setTimeout(() => request.destroy(), lingerMs).unref();
  request.on('error', () => undefined);
  request.once('close', () => clearTimeout(cut)).resume();
}
