import { afterEach, describe, expect, it } from '@jest/globals';
import { selfSignedCertificate } from '../../../adapters/certificate.ts';
import { anonymous, type Credentials } from '../../../adapters/registry/credentials.ts';
import type { RegistrySettings } from '../../../adapters/registry/endpoint.ts';
import type { Network } from '../../../adapters/registry/network.ts';
import { registries } from '../../../adapters/registry/registry.ts';
import { type Dump, readDump } from '../../core/signature/fixture.ts';
import { type ServerOptions, send, startRegistry, type TestRegistry } from './server.ts';

type Lie = NonNullable<ServerOptions['lie']>;

const dump = readDump('skopeo');
const path = 'acme/app';
const secret: Credentials = { kind: 'basic', username: 'robot', password: 's3cret' };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options: ServerOptions, content: Dump = dump): Promise<TestRegistry> {
  const server = await startRegistry(content, options);
  open.push(server);
  return server;
}

interface Setup {
  readonly credentials?: Credentials;
  readonly settings?: RegistrySettings;
  readonly commandLine?: boolean;
  readonly network?: Partial<Network>;
  readonly host?: string;
}

async function collectFrom({ host }: TestRegistry, setup: Setup = {}) {
  const name = setup.host ?? host;
  const network: Network = { resolve: async () => [], dial: (address) => address, ...setup.network };
  const made = registries({
    registries: new Map([[name, setup.settings ?? { private: true, plainHttp: true }]]),
    credentials: async () => setup.credentials ?? anonymous,
    clock: { now: Date.now },
    commandLine: setup.commandLine ?? true,
    network,
  });
  open.push(made);
  return made.session(3000).collect({ host: name, path, digest: dump.image });
}

const redirectBlobs =
  (location: (url: string) => string, status = 307): Lie =>
  (request, response) => {
    if (request.url?.includes('/blobs/') !== true) return false;
    response.writeHead(status, { location: location(request.url) });
    response.end();
    return true;
  };

describe('redirects of blobs', () => {
  const publicAddress = '93.184.216.34';
  it.each([[301], [302], [303], [307], [308]])('HTTP %i to a public https host works, and carries no credentials', async (status) => {
    const certificate = await selfSignedCertificate();
    const store = await start({ tls: certificate });
    const needsBasic: Lie = (request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' });
        response.end();
        return true;
      }
      return redirectBlobs((url) => `https://localhost:${store.port}${url}?X-Amz-Signature=x`, status)(request, response);
    };
    const registry = await start({ lie: needsBasic });
    const network = { resolve: async () => [publicAddress], dial: () => '127.0.0.1', ca: certificate.cert };
    const { artifacts, unknown, wrong } = await collectFrom(registry, { credentials: secret, network });
    expect({ artifacts: artifacts.length, unknown, wrong }).toEqual({ artifacts: 1, unknown: [], wrong: [] });
    expect(store.seen.map(({ headers }) => [headers.authorization, headers.cookie, headers.accept])).toEqual([
      [undefined, undefined, undefined],
    ]);
  });

  it.each<[string, string, readonly string[], string]>([
    ['http', 'http://blobs.example/x', [publicAddress], 'redirects a blob to what is no plain https address'],
    ['a file', 'file:///etc/passwd', [], 'redirects a blob to what is no plain https address'],
    ['user information', 'https://user:pass@blobs.example/x', [publicAddress], 'redirects a blob to what is no plain https address'],
    ['nowhere', '', [], 'redirects a blob to what is no plain https address'],
    ['the metadata address', 'https://169.254.169.254/latest', [], '169.254.169.254 is at a metadata or reserved address'],
    [
      'the metadata address in a mapped one',
      'https://[::ffff:169.254.169.254]/',
      [],
      '::ffff:a9fe:a9fe is at a metadata or reserved address',
    ],
    ['the metadata address as one number', 'https://2852039166/', [], '169.254.169.254 is at a metadata or reserved address'],
    ['loopback', 'https://127.0.0.1:9/', [], '127.0.0.1 is at a loopback address'],
    ['loopback by a name', 'https://localhost:9/', ['127.0.0.1'], 'localhost is at a loopback address'],
    ['a private address', 'https://10.0.0.1/', [], '10.0.0.1 is at a private address'],
    ['a name that resolves inside', 'https://blobs.example/', ['10.1.2.3'], 'blobs.example is at a private address'],
    [
      'a name that resolves half inside',
      'https://blobs.example/',
      [publicAddress, '169.254.169.254'],
      'blobs.example is at a metadata or reserved address',
    ],
  ])('to %s are refused, though the registry itself is private', async (_, location, addresses, message) => {
    const registry = await start({ lie: redirectBlobs(() => location) });
    const { artifacts, unknown } = await collectFrom(registry, { network: { resolve: async () => addresses, dial: () => '127.0.0.1' } });
    expect({ artifacts, messages: unknown.map((one) => one.endsWith(message)) }).toEqual({ artifacts: [], messages: [true] });
  });

  it.each([
    ['as Go writes it', 'x'.repeat(2000)],
    ['without an end', 'x'.repeat(3_000_000)],
  ])('may have a body that is longer than the blob, %s', async (_, body) => {
    const certificate = await selfSignedCertificate();
    const store = await start({ tls: certificate });
    const registry = await start({
      lie: (request, response) => {
        if (request.url?.includes('/blobs/') !== true) return false;
        response.setHeader('location', `https://localhost:${store.port}${request.url}`);
        send(response, 307, 'text/html', Buffer.from(body));
        return true;
      },
    });
    const network = { resolve: async () => [publicAddress], dial: () => '127.0.0.1', ca: certificate.cert };
    const { artifacts, unknown, wrong } = await collectFrom(registry, { network });
    expect({ artifacts: artifacts.length, unknown, wrong }).toEqual({ artifacts: 1, unknown: [], wrong: [] });
  });

  it.each([
    ['HTTP 503', 503, 600],
    ['HTTP 503 at length', 503, 3_000_000],
    ['HTTP 400', 400, 600],
  ])('of a store in trouble are "could not check": %s', async (_, status, length) => {
    const certificate = await selfSignedCertificate();
    const lie: Lie = (_request, response) => {
      send(response, status, 'application/xml', Buffer.alloc(length, 'x'));
      return true;
    };
    const store = await start({ tls: certificate, lie });
    const registry = await start({ lie: redirectBlobs((url) => `https://localhost:${store.port}${url}`) });
    const network = { resolve: async () => [publicAddress], dial: () => '127.0.0.1', ca: certificate.cert };
    const { unknown, wrong } = await collectFrom(registry, { network });
    expect({ unknown, wrong }).toEqual({ unknown: [`${registry.host} answered HTTP ${status}`], wrong: [] });
  });

  it('are followed twice, not a third time', async () => {
    const certificate = await selfSignedCertificate();
    let hops = 0;
    const store: TestRegistry = await start({
      tls: certificate,
      lie: (request, response) => {
        hops++;
        return redirectBlobs((url) => `https://localhost:${store.port}${url}`)(request, response);
      },
    });
    const registry = await start({ lie: redirectBlobs((url) => `https://localhost:${store.port}${url}`) });
    const { unknown } = await collectFrom(registry, {
      network: { resolve: async () => [publicAddress], dial: () => '127.0.0.1', ca: certificate.cert },
    });
    expect({ hops, unknown }).toEqual({ hops: 2, unknown: [`${registry.host} redirects a blob more than 2 times`] });
  });

  it('of anything else are not followed', async () => {
    const registry = await start({
      lie: (_, response) => {
        response.writeHead(307, { location: 'https://blobs.example/' });
        response.end();
        return true;
      },
    });
    const { artifacts, unknown } = await collectFrom(registry);
    expect({ artifacts, unknown }).toEqual({ artifacts: [], unknown: [`${registry.host} redirects where no redirect is followed`] });
  });
});

describe('addresses of registries', () => {
  it.each<[string, Setup, readonly string[]]>([
    ['loopback, not named private', { settings: { plainHttp: true } }, []],
    ['loopback in the function', { settings: { private: true }, commandLine: false }, []],
    ['a name at a private address, not named private', { settings: {}, host: 'registry.example' }, ['10.0.0.1']],
    ['a name at the metadata address, even when private', { settings: { private: true }, host: 'registry.example' }, ['169.254.169.254']],
    [
      'a name at loopback in the function, even when private',
      { settings: { private: true }, host: 'registry.example', commandLine: false },
      ['127.0.0.1'],
    ],
  ])('%s: refused without a connection', async (_, setup, addresses) => {
    const registry = await start({});
    const { unknown } = await collectFrom(registry, { ...setup, network: { resolve: async () => addresses } });
    expect({ seen: registry.seen, unknown }).toEqual({
      seen: [],
      unknown: [expect.stringMatching(/ is at a (loopback|private|metadata or reserved) address$/)],
    });
  });

  it('a registry declared private works, on its own port only by the given scheme', async () => {
    const certificate = await selfSignedCertificate();
    const registry = await start({ tls: certificate });
    const { artifacts } = await collectFrom(registry, {
      host: `localhost:${registry.port}`,
      settings: { private: true },
      network: { resolve: async () => ['127.0.0.1'], ca: certificate.cert },
    });
    expect(artifacts).toHaveLength(1);
  });

  it('a certificate that nobody vouches for is refused', async () => {
    const registry = await start({ tls: await selfSignedCertificate() });
    const { unknown } = await collectFrom(registry, {
      host: `localhost:${registry.port}`,
      settings: { private: true },
      network: { resolve: async () => ['127.0.0.1'] },
    });
    expect(unknown).toEqual([`localhost:${registry.port} could not be reached (DEPTH_ZERO_SELF_SIGNED_CERT)`]);
  });
});

describe('tokens', () => {
  const bearer =
    (realm: (request: { host: string }) => string, answer = '{"token":"t0ken","expires_in":300}'): Lie =>
    (request, response) => {
      if (request.url?.startsWith('/token') === true) {
        send(response, 200, 'application/json', Buffer.from(answer));
        return true;
      }
      if (request.headers.authorization === 'Bearer t0ken') return false;
      response.writeHead(401, {
        'www-authenticate': `Bearer realm="${realm({ host: request.headers.host ?? '' })}",service="registry",scope="repository:evil:push"`,
      });
      response.end();
      return true;
    };
  const own = ({ host }: { host: string }): string => `http://${host}/token?account=x`;

  it('are asked for once, for reading of this repository alone', async () => {
    const registry = await start({ lie: bearer(own) });
    const { artifacts, unknown } = await collectFrom(registry, { credentials: secret });
    const asked = registry.seen.filter((one) => one.path.startsWith('/token'));
    expect({ artifacts: artifacts.length, unknown }).toEqual({ artifacts: 1, unknown: [] });
    expect(asked.map((one) => [one.path, one.headers.authorization])).toEqual([
      [`/token?account=x&service=registry&scope=repository%3Aacme%2Fapp%3Apull`, `Basic ${Buffer.from('robot:s3cret').toString('base64')}`],
    ]);
  });

  it('are asked for anonymously when there are no credentials', async () => {
    const registry = await start({ lie: bearer(own) });
    expect((await collectFrom(registry)).artifacts).toHaveLength(1);
    expect(registry.seen.filter((one) => one.path.startsWith('/token')).map((one) => one.headers.authorization)).toEqual([undefined]);
  });

  it.each<[string, string]>([
    ['another host', 'https://evil.example/token'],
    ['another host over http', 'http://evil.example/token'],
    ['the metadata address', 'http://169.254.169.254/token'],
    ['a beginning of the host', 'http://127.0.0.1.evil.example/token'],
    ['no URL', 'token'],
  ])('are not asked for at %s', async (_, realm) => {
    const registry = await start({ lie: bearer(() => realm) });
    const { artifacts, unknown } = await collectFrom(registry, { credentials: secret });
    expect({ artifacts, unknown }).toEqual({
      artifacts: [],
      unknown: [`${registry.host} sends us to ${realm} for a token: name its host as the registry's realm in the policy to allow that`],
    });
    expect(registry.seen.every((one) => one.headers.authorization === undefined)).toBe(true);
  });

  it('are not asked for when credentials could not be had', async () => {
    const registry = await start({ lie: bearer(own) });
    const made = registries({
      registries: new Map([[registry.host, { private: true, plainHttp: true }]]),
      credentials: () => Promise.reject(new TypeError('a defect')),
      clock: { now: Date.now },
      commandLine: true,
    });
    open.push(made);
    const { unknown } = await made.session(3000).collect({ host: registry.host, path, digest: dump.image });
    expect(unknown).toEqual([`the credentials for ${registry.host} could not be had`]);
  });

  it('may come from another host that the policy names', async () => {
    const realm = await start({ lie: bearer(own) });
    const registry = await start({ lie: bearer(() => `http://${realm.host}/token`) });
    const { artifacts } = await collectFrom(registry, { settings: { private: true, plainHttp: true, realm: realm.host } });
    expect(artifacts).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['none', '{}'],
    ['with a line end', '{"token":"a\\r\\nb"}'],
    ['that is no JSON', 'token'],
    ['that never works', '{"token":"other"}'],
  ])('%s: could not check', async (_, answer) => {
    const { artifacts, unknown } = await collectFrom(await start({ lie: bearer(own, answer) }));
    expect({ artifacts, unknown: unknown.length }).toEqual({ artifacts: [], unknown: 1 });
  });

  it.each<[string, string | null]>([
    ['an unknown scheme', 'Negotiate'],
    ['no challenge', null],
    ['Basic without credentials', 'Basic realm="x"'],
  ])('%s: could not check', async (_, challenge) => {
    const registry = await start({
      lie: (_request, response) => {
        response.writeHead(401, challenge === null ? {} : { 'www-authenticate': challenge });
        response.end();
        return true;
      },
    });
    const { artifacts, unknown } = await collectFrom(registry);
    expect({ artifacts, unknown: unknown.length }).toEqual({ artifacts: [], unknown: 1 });
  });
});
