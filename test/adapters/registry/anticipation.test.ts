import { afterEach, expect, it } from '@jest/globals';
import { anonymous } from '../../../adapters/registry/credentials.ts';
import { registries } from '../../../adapters/registry/registry.ts';
import { readDump } from '../../core/signature/fixture.ts';
import { type ServerOptions, send, startRegistry } from './server.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const dump = readDump('skopeo');

/** Every repository but `public` wants a token of its own, which is refused for `closed` and `public`. */
const guarded: NonNullable<ServerOptions['lie']> = ({ url = '', headers }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://registry');
  if (pathname === '/token') {
    const [, path = ''] = (searchParams.get('scope') ?? '').split(':');
    const isOpen = path.startsWith('acme/');
    send(response, isOpen ? 200 : 403, 'application/json', Buffer.from(JSON.stringify({ token: path, expires_in: 60 })));
    return true;
  }
  const [, path = ''] = /^\/v2\/(.+)\/(?:manifests|blobs|referrers)\//.exec(pathname) ?? [];
  if (path === 'public' || headers.authorization === `Bearer ${path}`) return false;
  response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` });
  response.end();
  return true;
};

async function start() {
  const server = await startRegistry(dump, { lie: guarded });
  const clock = { ms: 0, now: () => clock.ms };
  const settings = new Map([[server.host, { private: true, plainHttp: true }]]);
  const client = registries({ registries: settings, credentials: async () => anonymous, clock, commandLine: true });
  open.push(server, client);
  /** Artifacts, tokens asked for, requests without authorization besides, what could not be had. */
  const collect = async (path: string) => {
    const before = server.seen.length;
    const { artifacts, unknown } = await client.session(5000).collect({ host: server.host, path, digest: dump.image });
    const seen = server.seen.slice(before);
    const tokens = seen.filter((one) => one.path.startsWith('/token')).length;
    const bare = seen.filter((one) => one.headers.authorization === undefined).length - tokens;
    return [artifacts.length, tokens, bare, unknown.map((text) => text.replace(server.host, 'HOST'))];
  };
  return { collect, clock };
}

it('asks for the next token without being refused first, and once', async () => {
  const { collect } = await start();
  expect(await collect('acme/a')).toEqual([1, 1, 4, []]);
  expect(await collect('acme/b')).toEqual([1, 1, 0, []]);
  expect(await collect('acme/a')).toEqual([1, 0, 0, []]);
});

it('asks for a new token when the old one ends', async () => {
  const { collect, clock } = await start();
  await collect('acme/a');
  clock.ms = 49_999;
  expect(await collect('acme/a')).toEqual([1, 0, 0, []]);
  clock.ms = 50_000;
  expect(await collect('acme/a')).toEqual([1, 1, 0, []]);
});

it('reads a public repository for which there is no token', async () => {
  const { collect } = await start();
  await collect('acme/a');
  const [artifacts, , , unknown] = await collect('public');
  expect([artifacts, unknown]).toEqual([1, []]);
});

it('says which repository is closed', async () => {
  const { collect } = await start();
  await collect('acme/a');
  const [artifacts, , , unknown] = await collect('closed');
  expect([artifacts, unknown]).toEqual([0, ['HOST gave no token (HTTP 403)']]);
});
