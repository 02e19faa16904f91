import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { anonymous } from '../../../adapters/registry/credentials.ts';
import { registries } from '../../../adapters/registry/registry.ts';
import { readDump } from '../../core/signature/fixture.ts';
import { type ServerOptions, startRegistry } from './server.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** Answers are held back until nobody has asked anything for a while: so many times as a client needed an answer to go on. */
function countingWaves(lie: ServerOptions['lie'] = () => false) {
  let waves = 0;
  let held: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const release = (): void => {
    waves++;
    const now = held;
    held = [];
    for (const one of now) one();
  };
  const hold = (response: ServerResponse): void => {
    const end = response.end.bind(response);
    response.end = ((...args: Parameters<typeof end>) => {
      held.push(() => end(...args));
      clearTimeout(timer);
      timer = setTimeout(release, 60);
      return response;
    }) as typeof response.end;
  };
  const options: ServerOptions = {
    lie: (request, response) => {
      hold(response);
      return lie(request, response);
    },
  };
  return { options, waves: () => waves };
}

const withToken: NonNullable<ServerOptions['lie']> = (request, response) => {
  if (request.url?.startsWith('/token') === true) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"token":"t"}');
    return true;
  }
  if (request.headers.authorization !== undefined) return false;
  response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` });
  response.end();
  return true;
};

it.each<[string, ServerOptions, number, number]>([
  ['cosign2-keys', {}, 3, 2],
  ['cosign3-keys', {}, 4, 3],
  ['attestations', {}, 4, 3],
  ['attestations', { lie: withToken }, 6, 5],
])('%s %j takes at most %i round trips with its tag, and %i by its digest', async (name, { lie }, byTag, byDigest) => {
  const dump = readDump(name);
  for (const [tag, expected] of [
    [true, byTag],
    [false, byDigest],
  ] as const) {
    const counting = countingWaves(lie);
    const server = await startRegistry(dump, counting.options);
    const client = registries({
      registries: new Map([[server.host, { private: true, plainHttp: true }]]),
      credentials: async () => anonymous,
      clock: { now: Date.now },
      commandLine: true,
    });
    open.push(server, client);
    const session = client.session(10_000);
    const image = { host: server.host, path: 'acme/app' };
    if (tag) await session.digestOf({ ...image, tag: '1' });
    const { artifacts, unknown } = await session.collect({ ...image, digest: dump.image });
    expect({ unknown, some: artifacts.length > 0, waves: counting.waves() }).toEqual({ unknown: [], some: true, waves: expected });
  }
});
