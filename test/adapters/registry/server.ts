/** A registry of our own: it serves what a dump holds, with the referrers API or without, and lies where a test tells it to. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Dump } from '../../core/signature/fixture.ts';

interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface ServerOptions {
  readonly referrersApi?: boolean;
  /** Referrers on one page of the API. */
  readonly pageSize?: number;
  /** Answers instead of the registry when it returns true. */
  readonly lie?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface TestRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly port: number;
  readonly seen: Seen[];
  /** How many were made so far. */
  connections(): number;
  close(): Promise<void>;
}

interface Descriptor {
  digest: string;
  [key: string]: unknown;
}

export async function startRegistry(dump: Dump, options: ServerOptions = {}): Promise<TestRegistry> {
  const seen: Seen[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    seen.push({ path: request.url ?? '', headers: request.headers });
    if (options.lie?.(request, response) !== true) serve(dump, options, new URL(request.url ?? '/', 'http://registry'), response);
  };
  const server = options.tls === undefined ? createServer(handle) : createTlsServer(options.tls, handle);
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    port,
    seen,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serve(dump: Dump, options: ServerOptions, { pathname, searchParams }: URL, response: ServerResponse): void {
  const [, kind = '', reference = ''] = /^\/v2\/.+\/(manifests|blobs|referrers)\/([^/]+)$/.exec(pathname) ?? [];
  if (kind === 'referrers' && options.referrersApi === true)
    serveReferrers(dump, options, reference, Number(searchParams.get('last') ?? 0), pathname, response);
  else serveContent(dump, options, kind, reference, response);
}

function serveContent(dump: Dump, options: ServerOptions, kind: string, reference: string, response: ServerResponse): void {
  // With the API there is no tag schema, as a client of such a registry would have left it.
  const hidden = options.referrersApi === true && /^sha256-[0-9a-f]{64}$/.test(reference);
  const digest = reference.includes(':') ? reference : dump.tags[reference];
  const content = digest === undefined || hidden || kind === 'referrers' ? undefined : dump.contents[digest];
  if (content === undefined) {
    send(response, 404, 'application/json', Buffer.from('{"errors":[]}'));
    return;
  }
  const bytes = Buffer.from(content, 'base64');
  const type = kind === 'blobs' ? 'application/octet-stream' : (JSON.parse(bytes.toString()) as { mediaType: string }).mediaType;
  send(response, 200, type, bytes);
}

function serveReferrers(
  dump: Dump,
  { pageSize = 100 }: ServerOptions,
  digest: string,
  start: number,
  path: string,
  response: ServerResponse,
): void {
  const index = dump.contents[dump.tags[digest.replace(':', '-')] ?? ''];
  const all = index === undefined ? [] : (JSON.parse(Buffer.from(index, 'base64').toString()) as { manifests: Descriptor[] }).manifests;
  const manifests = all.slice(start, start + pageSize);
  if (start + pageSize < all.length) response.setHeader('link', `<${path}?last=${start + pageSize}>; rel="next"`);
  const body = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests };
  send(response, 200, body.mediaType, Buffer.from(JSON.stringify(body)));
}

export function send(response: ServerResponse, status: number, type: string, body: Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(body);
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A dump with one more manifest or blob, and a tag for it when it is given. */
export function withContent(dump: Dump, value: unknown, tag?: string): { readonly dump: Dump; readonly digest: string } {
  const bytes = value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value));
  const digest = sha256(bytes);
  const contents = { ...dump.contents, [digest]: Buffer.from(bytes).toString('base64') };
  return { dump: { ...dump, contents, tags: tag === undefined ? dump.tags : { ...dump.tags, [tag]: digest } }, digest };
}
