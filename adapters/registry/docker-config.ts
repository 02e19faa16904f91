/** Docker's `config.json`: credentials in the file, or from the credential helpers that it names. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseJsonBytes } from '../../core/signature/bytes.ts';
import { isObject, own, ownText } from '../../core/workload/json.ts';
import { anonymous, type CredentialSource, type Credentials } from './credentials.ts';
import { RegistryFailure } from './failure.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const helperTimeoutMs = 5000;
/** Docker Hub's name from before there were registries. */
const hubKey = 'https://index.docker.io/v1/';

/** The file of `DOCKER_CONFIG`, else of the home directory. A file that is not there holds no credentials. */
export function dockerConfigFile(environment: Environment): string {
  return join(environment['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
}

/** `environment`: where helpers are searched, and what they are started with. */
export function dockerConfig(file: string, environment: Environment): CredentialSource {
  let config: Promise<unknown> | null = null;
  return async (host) => {
    config ??= readConfig(file);
    const known = await config;
    const keys = host === 'docker.io' ? [hubKey, 'docker.io', 'index.docker.io'] : [host, `https://${host}`, `https://${host}/v1/`];
    const helper = ownText(own(known, 'credHelpers'), host);
    if (helper !== null) return askHelper(helper, keys[0] ?? host, environment);
    const auth = keys.map((key) => own(own(known, 'auths'), key)).find((entry) => isObject(entry) && Object.keys(entry).length > 0);
    if (auth !== undefined) return fromEntry(auth, host);
    const store = ownText(known, 'credsStore');
    return store === null ? anonymous : askHelper(store, keys[0] ?? host, environment);
  };
}

async function readConfig(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return {};
    throw new RegistryFailure('unauthorized', `${file} could not be read as JSON`);
  }
}

function fromEntry(entry: unknown, host: string): Credentials {
  const [username, password] = [ownText(entry, 'username'), ownText(entry, 'password')];
  if (username !== null && password !== null) return { kind: 'basic', username, password };
  const auth = Buffer.from(ownText(entry, 'auth') ?? '', 'base64').toString();
  const colon = auth.indexOf(':');
  if (colon <= 0) throw new RegistryFailure('unauthorized', `the Docker configuration's entry for ${host} has no user name and password`);
  return { kind: 'basic', username: auth.slice(0, colon), password: auth.slice(colon + 1) };
}

/** The protocol of docker-credential-helpers: `get`, the server on standard input, JSON on standard output. */
function askHelper(name: string, server: string, env: Environment): Promise<Credentials> {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name))
    throw new RegistryFailure('unauthorized', 'the Docker configuration names a strange credential helper');
  return new Promise((resolve, reject) => {
    const options = { env: { ...env }, timeout: helperTimeoutMs, maxBuffer: 64 * 1024 };
    const child = execFile(`docker-credential-${name}`, ['get'], options, (error, output) => {
      if (error !== null && /credentials not found/i.test(output)) resolve(anonymous);
      else if (error !== null) reject(new RegistryFailure('unauthorized', `docker-credential-${name} failed`));
      else resolve(fromHelper(output));
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(server);
  });
}

/** What is no JSON holds no user name and no secret. */
function fromHelper(output: string): Credentials {
  const answer = parseJsonBytes(Buffer.from(output));
  const [username, password] = [ownText(answer, 'Username'), ownText(answer, 'Secret')];
  return username === null || password === null ? anonymous : { kind: 'basic', username, password };
}
