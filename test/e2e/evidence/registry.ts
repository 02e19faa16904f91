/** A registry of our own that signers can push to, with the referrers API (distribution-spec 1.1), in memory. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Content {
  readonly type: string;
  readonly bytes: Buffer;
}

interface Repository {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, Content>;
  readonly tags: Map<string, string>;
  readonly uploads: Map<string, Buffer>;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly repository: Repository;
  readonly reference: string;
  readonly url: URL;
}

export async function startReferrersRegistry(): Promise<{ readonly host: string; stop(): void }> {
  const repositories = new Map<string, Repository>();
  const server = createServer((request, response) => {
    handle(repositories, request, response).catch(() => answer(response, 500));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function handle(repositories: Map<string, Repository>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://registry');
  const [, path, kind, reference] = /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests|referrers|tags)\/?([^/]*)$/.exec(url.pathname) ?? [];
  if (path === undefined || kind === undefined || reference === undefined) {
    answer(response, 200, 'application/json', Buffer.from('{}'));
    return;
  }
  const repository = repositories.get(path) ?? { blobs: new Map(), manifests: new Map(), tags: new Map(), uploads: new Map() };
  repositories.set(path, repository);
  const exchange: Exchange = { request, response, path, repository, reference, url };
  if (kind === 'blobs/uploads') await upload(exchange);
  else if (kind === 'blobs') give(exchange, repository.blobs.get(reference), 'application/octet-stream');
  else if (kind === 'referrers') referrers(exchange);
  else if (kind === 'tags')
    answer(response, 200, 'application/json', Buffer.from(JSON.stringify({ name: path, tags: [...repository.tags.keys()] })));
  else if (request.method === 'PUT') await putManifest(exchange);
  else {
    const found = repository.manifests.get(repository.tags.get(reference) ?? reference);
    give(exchange, found?.bytes, found?.type ?? '');
  }
}

/** POST opens, PATCH appends, PUT closes; both of the latter may carry the bytes. */
async function upload({ request, response, path, repository, reference, url }: Exchange): Promise<void> {
  const id = reference === '' ? `${repository.uploads.size}-${Date.now()}` : reference;
  const bytes = Buffer.concat([repository.uploads.get(id) ?? Buffer.alloc(0), await buffer(request)]);
  const digest = url.searchParams.get('digest');
  repository.uploads.set(id, bytes);
  if (digest !== null && (request.method === 'PUT' || bytes.length > 0)) {
    repository.blobs.set(digest, bytes);
    response.setHeader('location', `/v2/${path}/blobs/${digest}`);
    answer(response, 201);
    return;
  }
  response.setHeader('location', `/v2/${path}/blobs/uploads/${id}`);
  response.setHeader('range', `0-${Math.max(0, bytes.length - 1)}`);
  answer(response, 202);
}

async function putManifest({ request, response, repository, reference, path }: Exchange): Promise<void> {
  const bytes = await buffer(request);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  repository.manifests.set(digest, { type: request.headers['content-type'] ?? '', bytes });
  if (!reference.includes(':')) repository.tags.set(reference, digest);
  const { subject } = JSON.parse(bytes.toString()) as { subject?: { digest: string } };
  if (subject !== undefined) response.setHeader('oci-subject', subject.digest);
  response.setHeader('location', `/v2/${path}/manifests/${digest}`);
  response.setHeader('docker-content-digest', digest);
  answer(response, 201);
}

function referrers({ response, repository, reference }: Exchange): void {
  const manifests = [...repository.manifests].flatMap(([digest, { type, bytes }]) => {
    const { subject, artifactType, config, annotations } = JSON.parse(bytes.toString()) as Record<
      string,
      { digest?: string; mediaType?: string }
    >;
    if (subject?.digest !== reference) return [];
    return [{ mediaType: type, digest, size: bytes.length, artifactType: artifactType ?? config?.mediaType, annotations }];
  });
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests };
  answer(response, 200, index.mediaType, Buffer.from(JSON.stringify(index)));
}

function give({ request, response, reference }: Exchange, bytes: Buffer | undefined, type: string): void {
  if (bytes === undefined) {
    answer(response, 404, 'application/json', Buffer.from('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}'));
    return;
  }
  response.setHeader(
    'docker-content-digest',
    reference.includes(':') ? reference : `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  );
  answer(response, 200, type, bytes, request.method === 'HEAD');
}

function answer(
  response: ServerResponse,
  status: number,
  type = 'text/plain',
  body: Uint8Array = new Uint8Array(),
  bodyless = false,
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(bodyless ? '' : body);
}
