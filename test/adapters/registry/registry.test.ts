import { afterEach, describe, expect, it } from '@jest/globals';
import { anonymous, type CredentialSource } from '../../../adapters/registry/credentials.ts';
import { type Registries, registries } from '../../../adapters/registry/registry.ts';
import type { Collected } from '../../../core/evidence/ports.ts';
import { artifactsOf, type Dump, readDump } from '../../core/signature/fixture.ts';
import { type ServerOptions, send, startRegistry, type TestRegistry, withContent } from './server.ts';

const path = 'acme/app';
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(dump: Dump, options: ServerOptions = {}): Promise<TestRegistry> {
  const server = await startRegistry(dump, options);
  open.push(server);
  return server;
}

function client({ host }: TestRegistry, credentials: CredentialSource = async () => anonymous): Registries {
  const settings = new Map([[host, { private: true, plainHttp: true }]]);
  const made = registries({ registries: settings, credentials, clock: { now: Date.now }, commandLine: true });
  open.push(made);
  return made;
}

async function collectFrom(dump: Dump, options: ServerOptions = {}, timeoutMs = 5000): Promise<Collected & { requests: number }> {
  const server = await start(dump, options);
  const collected = await client(server).session(timeoutMs).collect({ host: server.host, path, digest: dump.image });
  return { ...collected, requests: server.seen.length };
}

const summary = ({ artifacts, wrong, unknown }: Collected) => ({ artifacts: artifacts.length, wrong, unknown });
const dump = readDump('attestations');
const referrersTag = dump.image.replace(':', '-');

describe('collect', () => {
  it.each<[string, ServerOptions]>([
    ['by the tag schema', {}],
    ['by the referrers API', { referrersApi: true }],
    ['by the referrers API, in pages', { referrersApi: true, pageSize: 2 }],
  ])('finds all %s', async (_, options) => {
    const { artifacts, wrong, unknown } = await collectFrom(dump, options);
    const texts = (list: readonly { bytes: Uint8Array }[]) => list.map(({ bytes }) => Buffer.from(bytes).toString()).sort();
    expect(texts(artifacts)).toEqual(texts(artifactsOf(dump)));
    expect({ wrong, unknown }).toEqual({ wrong: [], unknown: [] });
  });

  it.each(['cosign2-keys', 'cosign3-keys', 'skopeo', 'notation'])('finds all of %s', async (name) => {
    const { artifacts } = await collectFrom(readDump(name));
    expect(artifacts.map(({ form }) => form).sort()).toEqual(
      artifactsOf(readDump(name))
        .map(({ form }) => form)
        .sort(),
    );
  });

  it('says "nothing" of an image without evidence, in four requests', async () => {
    expect(await collectFrom({ ...dump, tags: {} })).toEqual({ artifacts: [], wrong: [], unknown: [], requests: 4 });
  });

  it('asks identical images of a review once', async () => {
    const server = await start(dump);
    const session = client(server).session(5000);
    const image = { host: server.host, path, digest: dump.image };
    const [first, second] = await Promise.all([session.collect(image), session.collect({ ...image })]);
    expect(second).toBe(first);
    expect(new Set(server.seen.map((one) => one.path)).size).toBe(server.seen.length);
  });
});

it('makes a new connection when all that are kept have died', async () => {
  const used = new WeakSet<object>();
  let areDead = false;
  const lie: ServerOptions['lie'] = ({ socket }) => {
    const dies = areDead && used.has(socket);
    used.add(socket);
    if (dies) socket.destroy();
    return dies;
  };
  const server = await start(dump, { lie });
  const made = client(server);
  const image = { host: server.host, path };
  await made.session(5000).collect({ ...image, digest: dump.image });
  const kept = server.connections();
  areDead = true;
  expect(await made.session(5000).digestOf({ ...image, tag: '1' })).toEqual({ ok: dump.image });
  expect({ several: kept > 1, more: server.connections() - kept }).toEqual({ several: true, more: 1 });
});

describe('a registry that lies', () => {
  const onBlob = (answer: NonNullable<ServerOptions['lie']>): ServerOptions => ({
    lie: (request, response) => request.url?.includes('/blobs/') === true && answer(request, response),
  });
  const respond =
    (status: number, body: Uint8Array = Buffer.from('{}')): NonNullable<ServerOptions['lie']> =>
    (_, response) => {
      send(response, status, 'application/json', body);
      return true;
    };
  const skopeo = readDump('skopeo');

  it.each<[string, ServerOptions, Partial<ReturnType<typeof summary>>]>([
    [
      'other bytes of the same length',
      onBlob((_, response) => {
        const size = 302;
        send(response, 200, 'application/octet-stream', Buffer.alloc(size, 32));
        return true;
      }),
      { wrong: ['a blob is not of its digest'] },
    ],
    [
      'an endless body',
      onBlob((_, response) => {
        response.writeHead(200);
        const pump = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          if (!response.destroyed) response.once('drain', pump);
        };
        pump();
        return true;
      }),
      { wrong: ['an answer of more than 302 bytes'] },
    ],
    [
      'a length beyond the limit',
      onBlob((_, response) => {
        response.writeHead(200, { 'content-length': 10_000_000_000 });
        response.write('x');
        return true;
      }),
      { wrong: ['an answer of more than 302 bytes'] },
    ],
    [
      'a body that breaks off',
      onBlob((_, response) => {
        response.writeHead(200, { 'content-length': 302 });
        response.write('x', () => response.destroy());
        return true;
      }),
      { unknown: [expect.stringMatching(/^127\.0\.0\.1:\d+ could not be reached \(ECONNRESET\)$/)] as unknown as string[] },
    ],
    [
      'a compressed body',
      onBlob((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end('x');
        return true;
      }),
      { wrong: ['a compressed answer'] },
    ],
    [
      'a manifest that is no JSON',
      { lie: (request, response) => request.url?.endsWith('.sig') === true && respond(200, Buffer.from('x'))(request, response) },
      { wrong: ['a manifest is no JSON object'] },
    ],
    [
      'a manifest of two megabytes',
      { lie: (request, response) => request.url?.endsWith('.sig') === true && respond(200, Buffer.alloc(2_000_000))(request, response) },
      { wrong: ['an answer of more than 1048576 bytes'] },
    ],
    [
      'a manifest of another digest than its header',
      {
        lie: (request, response) => {
          if (request.url?.endsWith('.sig') !== true) return false;
          response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`);
          return false;
        },
      },
      { wrong: ['a manifest is not of its digest'] },
    ],
  ])('%s', async (_, options, expected) => {
    expect(summary(await collectFrom(skopeo, options))).toEqual({ artifacts: 0, wrong: [], unknown: [], ...expected });
  });

  it.each([[401], [403], [429], [500], [503]])('HTTP %i is "could not check"', async (status) => {
    const { artifacts, wrong, unknown } = await collectFrom(skopeo, { lie: respond(status) });
    expect({ artifacts, wrong, some: unknown.length > 0 }).toEqual({ artifacts: [], wrong: [], some: true });
  });

  it.each([[400], [404], [405], [406], [410], [415], [416], [422], [451]])(
    'HTTP %i to a digest that somebody pushed is wrong',
    async (status) => {
      const { artifacts, wrong, unknown } = await collectFrom(skopeo, onBlob(respond(status)));
      expect({ artifacts, wrong: wrong.length, unknown }).toEqual({ artifacts: [], wrong: 1, unknown: [] });
    },
  );

  it('is asked for no tag that is too long to be one', async () => {
    const server = await start({ ...dump, tags: {} });
    const image = `sha512:${'a'.repeat(128)}`;
    const { wrong, unknown } = await client(server).session(2000).collect({ host: server.host, path, digest: image });
    expect({ wrong, unknown }).toEqual({ wrong: [], unknown: [] });
    expect(server.seen.map((one) => one.path).sort()).toEqual([
      `/v2/${path}/manifests/sha512-${'a'.repeat(64)}`,
      `/v2/${path}/referrers/${image}`,
    ]);
  });

  it.each<[string, NonNullable<ServerOptions['lie']>]>([
    ['that never answers', () => true],
    [
      'of one byte a second',
      (_, response) => {
        response.writeHead(200, { 'content-length': 500 });
        const timer = setInterval(() => response.write('x'), 100);
        response.on('close', () => clearInterval(timer));
        return true;
      },
    ],
  ])('%s is given up at the deadline', async (_, lie) => {
    const started = Date.now();
    const { unknown, wrong } = await collectFrom(skopeo, { lie }, 300);
    expect({ wrong, timeouts: unknown.every((one) => one.endsWith('did not answer in time')), some: unknown.length > 0 }).toEqual({
      wrong: [],
      timeouts: true,
      some: true,
    });
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('of 3,000 referrers is read to 50, the likely ones first, in at most 60 requests', async () => {
    const sbom = withContent(readDump('cosign3-keys'), { layers: [] });
    const junk = Array.from({ length: 3000 }, (_, i) => ({
      digest: `sha256:${i.toString(16).padStart(64, '0')}`,
      artifactType: 'application/spdx+json',
    }));
    const { image, tags, contents } = sbom.dump;
    const tag = image.replace(':', '-');
    const index = JSON.parse(Buffer.from(contents[tags[tag] ?? ''] ?? '', 'base64').toString()) as { manifests: unknown[] };
    const flooded = withContent(
      sbom.dump,
      { mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [...junk, ...index.manifests] },
      tag,
    );
    const { artifacts, wrong, requests } = await collectFrom(flooded.dump);
    expect({ artifacts: artifacts.length, wrong, requests }).toEqual({
      artifacts: 5,
      wrong: ['3005 referrers, of which 50 were read'],
      requests: 4 + 50 + 5,
    });
  });

  it('of endless pages of referrers is read to 4', async () => {
    const lie: ServerOptions['lie'] = (request, response) => {
      if (request.url?.includes('/referrers/') !== true) return false;
      response.setHeader('link', `<http://169.254.169.254/steal?last=${Math.random()}>; rel="next"`);
      return false;
    };
    const { wrong, artifacts } = await collectFrom(readDump('cosign3-keys'), { referrersApi: true, lie });
    expect({ wrong, artifacts: artifacts.length }).toEqual({ wrong: ['more than 4 pages of referrers'], artifacts: 5 });
  });

  it('of a referrer that names another subject', async () => {
    const other = withContent(dump, {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      layers: [],
      subject: { digest: `sha256:${'0'.repeat(64)}` },
    });
    const index = withContent(
      other.dump,
      { mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [{ digest: other.digest }] },
      referrersTag,
    );
    const { wrong } = await collectFrom({ ...index.dump, tags: { [referrersTag]: index.dump.tags[referrersTag] ?? '' } });
    expect(wrong).toEqual(['a referrer is of another image']);
  });

  it('of 40 layers is read to 32', async () => {
    const layer = { mediaType: 'application/vnd.dsse.envelope.v1+json', size: 2, digest: withContent(dump, {}).digest };
    const many = withContent(
      withContent(dump, {}).dump,
      { mediaType: 'application/vnd.oci.image.manifest.v1+json', layers: Array(40).fill(layer) },
      `${referrersTag}.att`,
    );
    const { artifacts, wrong } = await collectFrom({
      ...many.dump,
      tags: { [`${referrersTag}.att`]: many.dump.tags[`${referrersTag}.att`] ?? '' },
    });
    expect({ artifacts: artifacts.length, wrong }).toEqual({
      artifacts: 32,
      wrong: ['more than 32 signatures and attestations, of which 32 were read'],
    });
  });

  it.each<[string, unknown]>([
    ['no list', 7],
    ['a digest that is a path', [{ mediaType: 'application/cose', digest: 'sha256:../../../etc', size: 1 }]],
    ['a size that is no number', [{ mediaType: 'application/cose', digest: `sha256:${'0'.repeat(64)}`, size: '1' }]],
    ['a size beyond the limit', [{ mediaType: 'application/cose', digest: `sha256:${'0'.repeat(64)}`, size: 10_000_000_000 }]],
  ])('of layers: %s', async (_, layers) => {
    const made = withContent(dump, { mediaType: 'application/vnd.oci.image.manifest.v1+json', layers }, `${referrersTag}.sig`);
    const { artifacts, unknown, requests } = await collectFrom({ ...made.dump, tags: { [`${referrersTag}.sig`]: made.digest } });
    expect({ artifacts, unknown, requests }).toEqual({ artifacts: [], unknown: [], requests: 4 });
  });
});

it('leaves a host alone that failed five times in a row', async () => {
  const server = await start(dump, {
    lie: (_, response) => {
      response.destroy();
      return true;
    },
  });
  const registry = client(server);
  const image = { host: server.host, path, digest: dump.image };
  await registry.session(2000).collect(image);
  await registry.session(2000).collect({ ...image, path: 'acme/other' });
  const before = server.seen.length;
  const { unknown } = await registry.session(2000).collect({ ...image, path: 'acme/third' });
  expect(unknown).toEqual([`${server.host} failed 5 times in a row and is left alone for a while`]);
  expect(server.seen.length).toBe(before);
});

it.each<[string, NonNullable<ServerOptions['lie']>, object]>([
  [
    'a registry in trouble',
    (_, response) => send(response, 503, 'text/plain', Buffer.alloc(0)) === undefined,
    { unknown: expect.stringMatching(/ answered HTTP 503$/) },
  ],
  [
    'a tag of nothing',
    (_, response) => send(response, 200, 'text/plain', Buffer.from('[]')) === undefined,
    { wrong: { code: 'malformed', detail: 'a manifest is no JSON object' } },
  ],
])('tells no digest by %s', async (_, lie, expected) => {
  const server = await start(dump, { lie });
  expect(await client(server).session(2000).digestOf({ host: server.host, path, tag: '1' })).toEqual(expected);
});

it('keeps two images of one repository apart', async () => {
  const server = await start(dump);
  const session = client(server).session(2000);
  const of = async (digest: string) => (await session.collect({ host: server.host, path, digest })).artifacts.length;
  expect([(await of(dump.image)) > 0, await of(`sha256:${'0'.repeat(64)}`)]).toEqual([true, 0]);
});

it('tells the digest behind a tag, once', async () => {
  const server = await start(dump);
  const session = client(server).session(2000);
  expect(await session.digestOf({ host: server.host, path, tag: '1' })).toEqual({ ok: dump.image });
  expect(await session.digestOf({ host: server.host, path, tag: 'none' })).toEqual({
    wrong: { code: 'malformed', detail: `${server.host} has no such tag` },
  });
});
