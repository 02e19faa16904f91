/** A registry that takes its time before each answer, and knows what it was asked: how often, how deep, over how many connections. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Certificate } from '../adapters/certificate.ts';
import { startRegistry } from '../test/adapters/registry/server.ts';
import type { Dump } from '../test/core/signature/fixture.ts';

/** Milliseconds before each answer. */
const delayMs = 30;

interface Traffic {
  readonly requests: number;
  /** The longest chain of requests of which each came after the one before was answered. */
  readonly roundTrips: number;
  readonly connections: number;
}

export interface SlowRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What happened since the last look. */
  traffic(): Traffic;
  close(): Promise<void>;
}

/** `withTokens`: every repository wants a token of its own, which the registry itself issues. `tls`: null for plain HTTP. */
export async function startSlowRegistry(dump: Dump, withTokens: boolean, tls: Certificate | null = null): Promise<SlowRegistry> {
  let [requests, answered] = [0, 0];
  let connected = 0;
  const count = (response: ServerResponse): void => {
    requests++;
    const depth = answered + 1;
    const end = response.end.bind(response);
    const late = (...args: Parameters<typeof end>): void => {
      answered = Math.max(answered, depth);
      end(...args);
    };
    response.end = ((...args: Parameters<typeof end>) => {
      setTimeout(late, delayMs, ...args);
      return response;
    }) as typeof response.end;
  };
  const registry = await startRegistry(dump, {
    lie: (request, response) => {
      count(response);
      return withTokens && challenge(request, response, tls === null ? 'http' : 'https');
    },
    ...(tls === null ? {} : { tls }),
  });
  return {
    host: registry.host,
    traffic: () => {
      const seen = { requests, roundTrips: answered, connections: registry.connections() - connected };
      [requests, answered, connected] = [0, 0, registry.connections()];
      return seen;
    },
    close: registry.close,
  };
}

/** True: answered. A token holds for the repository that it was asked for. */
function challenge({ url = '', headers }: IncomingMessage, response: ServerResponse, scheme: string): boolean {
  const { pathname, searchParams } = new URL(url, 'http://registry');
  if (pathname === '/token') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: Buffer.from(searchParams.get('scope') ?? '').toString('hex') }));
    return true;
  }
  const [, path = ''] = /^\/v2\/(.+)\/(?:manifests|blobs|referrers)\//.exec(pathname) ?? [];
  if (headers.authorization === `Bearer ${Buffer.from(`repository:${path}:pull`).toString('hex')}`) return false;
  response.writeHead(401, { 'www-authenticate': `Bearer realm="${scheme}://${headers.host}/token",service="registry"` });
  response.end();
  return true;
}
