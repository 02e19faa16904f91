/**
 * A small Parameter Store: PutParameter, GetParameters and GetParameterHistory over the JSON protocol, with the service's limits,
 * and told to fail in every way that a test asks for.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Fault, fail, type HonestAnswer, send, storeFaults } from './store-faults.ts';

/** Bytes of a value, by tier. */
const maxValueBytes = { Standard: 4096, Advanced: 8192 };
/** Versions of a parameter that are kept. */
const maxVersions = 100;
/** Names of one GetParameters call. */
const maxNames = 10;

interface Version {
  readonly value: string;
  readonly type: string;
  readonly version: number;
}

export interface StoreServer {
  readonly url: string;
  /** Names of each GetParameters call, in order. */
  readonly reads: readonly (readonly string[])[];
  /** How many were opened so far. */
  connections(): number;
  /** What happens to calls from now on; null: they are answered. */
  fault: Fault | null;
  /** Calls beyond are throttled; null: all are answered. */
  readsPerSecond: number | null;
  put(name: string, value: string, options?: { tier?: 'Standard' | 'Advanced'; type?: string }): void;
  remove(name: string): void;
  /** Closes the sockets that clients keep. */
  dropConnections(): void;
  close(): Promise<void>;
}

class ServiceError extends Error {
  override name = 'ServiceError';
}

type Request = Readonly<Record<string, unknown>>;

export async function startParameterStore(): Promise<StoreServer> {
  const parameters = new Map<string, Version[]>();
  const reads: (readonly string[])[] = [];
  let connections = 0;
  let recent: number[] = [];
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await text(request)) as Request;
    const action = String(request.headers['x-amz-target']).replace('AmazonSSM.', '');
    if (!/^AWS4-HMAC-SHA256 Credential=\w+\/\d{8}\/[\w-]+\/ssm\/aws4_request, /.test(request.headers.authorization ?? ''))
      return fail(response, 400, 'MissingAuthenticationTokenException');
    if (request.headers['content-type'] !== 'application/x-amz-json-1.1') return fail(response, 400, 'UnknownOperationException');
    if (action === 'GetParameters') reads.push(body['Names'] as string[]);
    const { fault, readsPerSecond } = store;
    const now = Date.now();
    recent = recent.filter((atMs) => now - atMs < 1000);
    if (readsPerSecond !== null && recent.length >= readsPerSecond) return fail(response, 400, 'ThrottlingException');
    recent.push(now);
    if (fault !== null && typeof fault === 'object') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    else if (fault !== null) {
      storeFaults[fault](response, () => getParameters(parameters, body));
      return;
    }
    try {
      send(response, 200, JSON.stringify(act(parameters, action, body)));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      fail(response, 400, error.message);
    }
  };
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const store: StoreServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    connections: () => connections,
    fault: null,
    readsPerSecond: null,
    put: (name, value, { tier = 'Standard', type = 'StringList' } = {}) =>
      void putParameter(parameters, { Name: name, Value: value, Type: type, Tier: tier, Overwrite: true }),
    remove: (name) => void parameters.delete(name),
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return store;
}

function act(parameters: Map<string, Version[]>, action: string, body: Request): object {
  switch (action) {
    case 'GetParameters':
      return getParameters(parameters, body);
    case 'PutParameter':
      return putParameter(parameters, body);
    case 'GetParameterHistory':
      return historyOf(parameters, String(body['Name']));
    default:
      throw new ServiceError('UnknownOperationException');
  }
}

/** A selector behind a colon names an older version, as in the service: what no request may reach. */
function getParameters(parameters: Map<string, Version[]>, { Names }: Request): HonestAnswer {
  const names = Names as string[];
  if (names.length > maxNames) throw new ServiceError('ValidationException');
  const found = names.flatMap((asked) => {
    const [name = '', selector] = asked.split(':');
    const versions = parameters.get(name) ?? [];
    const one = selector === undefined ? versions.at(-1) : versions.find(({ version }) => String(version) === selector);
    return one === undefined ? [] : [{ Name: name, Type: one.type, Value: one.value, Version: one.version, asked }];
  });
  const InvalidParameters = names.filter((name) => !found.some(({ asked }) => asked === name));
  return { Parameters: found.map(({ asked, ...parameter }) => parameter), InvalidParameters };
}

function putParameter(parameters: Map<string, Version[]>, { Name, Value, Type, Tier, Overwrite }: Request): object {
  const [name, value] = [String(Name), String(Value)];
  const tier = Tier === 'Advanced' ? 'Advanced' : 'Standard';
  const versions = parameters.get(name) ?? [];
  if (versions.length > 0 && Overwrite !== true) throw new ServiceError('ParameterAlreadyExists');
  if (value === '' || Buffer.byteLength(value) > maxValueBytes[tier]) throw new ServiceError('ValidationException');
  const version = (versions.at(-1)?.version ?? 0) + 1;
  parameters.set(name, [...versions, { value, type: String(Type), version }].slice(-maxVersions));
  return { Version: version, Tier: tier };
}

function historyOf(parameters: Map<string, Version[]>, name: string): object {
  const versions = parameters.get(name);
  if (versions === undefined) throw new ServiceError('ParameterNotFound');
  return { Parameters: versions.map(({ value, type, version }) => ({ Name: name, Type: type, Value: value, Version: version })) };
}
