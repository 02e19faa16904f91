import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dockerConfig, dockerConfigFile } from '../../../adapters/registry/docker-config.ts';

let folder = '';
const environment = () => ({ PATH: `${folder}${delimiter}${process.env['PATH']}` });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docker-config-'));
  const helper = join(folder, 'docker-credential-test');
  await writeFile(
    helper,
    '#!/bin/sh\nread server\n[ "$server" = none.example ] && { echo "credentials not found in native keychain"; exit 1; }\n[ "$server" = broken.example ] && exit 1\n[ "$server" = garbled.example ] && { echo "{"; exit 0; }\necho "{\\"Username\\":\\"helped\\",\\"Secret\\":\\"$server\\"}"\n',
  );
  await chmod(helper, 0o755);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function lookUp(config: unknown, host: string) {
  const file = join(folder, 'config.json');
  await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
  return dockerConfig(file, environment())(host).catch((error: unknown) => (error as Error).message.replace(folder, ''));
}

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const basic = (username: string, password: string) => ({ kind: 'basic', username, password });

describe('dockerConfig', () => {
  it.each<[string, unknown, string, unknown]>([
    ['user name and password', { auths: { 'ghcr.io': auth('me:pass:word') } }, 'ghcr.io', basic('me', 'pass:word')],
    ['another host', { auths: { 'ghcr.io': auth('me:x') } }, 'ghcr.io.evil.example', { kind: 'anonymous' }],
    ['another port', { auths: { 'ghcr.io': auth('me:x') } }, 'ghcr.io:8443', { kind: 'anonymous' }],
    ['a URL', { auths: { 'https://ghcr.io': auth('me:x') } }, 'ghcr.io', basic('me', 'x')],
    ['Docker Hub', { auths: { 'https://index.docker.io/v1/': auth('me:x') } }, 'docker.io', basic('me', 'x')],
    ['a helper of one host', { credHelpers: { 'a.example': 'test' } }, 'a.example', basic('helped', 'a.example')],
    ['a store for all hosts', { auths: { 'a.example': {} }, credsStore: 'test' }, 'a.example', basic('helped', 'a.example')],
    ['a store that has none', { credsStore: 'test' }, 'none.example', { kind: 'anonymous' }],
    ['a store that fails', { credsStore: 'test' }, 'broken.example', 'docker-credential-test failed'],
    ['a store that answers no JSON', { credsStore: 'test' }, 'garbled.example', { kind: 'anonymous' }],
    ['a helper that is a path', { credsStore: '../../bin/sh' }, 'a.example', 'the Docker configuration names a strange credential helper'],
    ['a host called __proto__', { auths: {} }, '__proto__', { kind: 'anonymous' }],
    [
      'an entry without a colon',
      { auths: { 'a.example': auth('x') } },
      'a.example',
      "the Docker configuration's entry for a.example has no user name and password",
    ],
    [
      'an entry without a user name',
      { auths: { 'a.example': auth(':secret') } },
      'a.example',
      "the Docker configuration's entry for a.example has no user name and password",
    ],
    ['a file that is no JSON', '{', 'a.example', '/config.json could not be read as JSON'],
  ])('%s', async (_, config, host, expected) => {
    expect(await lookUp(config, host)).toEqual(expected);
  });

  it('without a file there are no credentials', async () => {
    expect(await dockerConfig(join(folder, 'none.json'), environment())('ghcr.io')).toEqual({ kind: 'anonymous' });
  });

  it('is where DOCKER_CONFIG says', () => {
    expect(dockerConfigFile({ DOCKER_CONFIG: '/x' })).toBe('/x/config.json');
  });
});
