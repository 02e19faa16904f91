/** `SignedGet` over node:https, signed by a library. */
import type { IncomingMessage } from 'node:http';
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import { parseJsonBytes } from '../../core/signature/bytes.ts';
import type { SsmOptions } from '../ssm.ts';
import { CallError } from '../tries.ts';
import type { AwsAnswer, AwsGet, SignedGet } from './aws-call.ts';

type Credentials = ReturnType<SsmOptions['credentials']>;

/** Bytes of an answer: nine ARNs and hashes are 2 KB. */
const maxAnswerBytes = 64 * 1024;
/** Connections to one host: a review asks for about 20 distinct images at once. */
const maxSockets = 20;

export interface SignedGetOptions {
  /** Asked at each call: they may be rotated. */
  readonly credentials: () => Credentials | Promise<Credentials>;
  /** Base URL of a service that does not answer under AWS's own name (`AWS_ENDPOINT_URL_SIGNER`); null: it does. */
  readonly endpoint: (service: string) => string | null;
  /** Milliseconds for one call, its second try included. */
  readonly timeoutMs: number;
}

/** Rejects with a `CallError` without secrets. A socket that died while the environment was frozen is tried once more; redirects are not followed. */
export function signedAwsGet({ credentials, endpoint, timeoutMs }: SignedGetOptions): SignedGet {
  const send = sender();
  return async (request) => {
    const endMs = performance.now() + timeoutMs;
    const { url, headers, path } = signed(request, new URL(endpoint(request.service) ?? `https://${request.host}`), await credentials());
    const call = () => send(url, { headers, path }, Math.max(1, endMs - performance.now()));
    return call().catch((error: unknown) => {
      if (error instanceof CallError && error.retry === 'at once') return call();
      throw error;
    });
  };
}

function signed({ service, region, path, query }: AwsGet, url: URL, credentials: Credentials) {
  const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const unsigned = { method: 'GET', host: url.host, path: `${path}?${text}`, headers: { host: url.host }, service, region };
  const request = aws4.sign(unsigned, credentials);
  return { url, headers: request.headers as Record<string, string>, path: request.path };
}

type Sent = Pick<ReturnType<typeof signed>, 'headers' | 'path'>;

/** Sockets are kept alive between calls. */
function sender(): (url: URL, sent: Sent, timeoutMs: number) => Promise<AwsAnswer> {
  // Taken from the process: an ESM import of node:http touches every lazy getter and costs 24 ms.
  const modules = { 'http:': process.getBuiltinModule('node:http'), 'https:': process.getBuiltinModule('node:https') };
  const options = { keepAlive: true, maxSockets };
  const agents = { 'http:': new modules['http:'].Agent(options), 'https:': new modules['https:'].Agent(options) };
  return ({ protocol, hostname, port }, sent, timeoutMs) =>
    new Promise((resolve, reject) => {
      const kind = protocol === 'http:' ? protocol : 'https:';
      const to = { agent: agents[kind], hostname: hostname.replace(/^\[|\]$/g, ''), port, ...sent };
      const request = modules[kind].request(to, (response) => collect(response, resolve, reject));
      const timer = setTimeout(() => request.destroy(new CallError(`no answer within ${Math.ceil(timeoutMs)} ms`, 'later')), timeoutMs);
      request.on('close', () => clearTimeout(timer));
      request.on('error', (error) => reject(networkError(error, request.reusedSocket)));
      request.end();
    });
}

function collect(response: IncomingMessage, resolve: (answer: AwsAnswer) => void, reject: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxAnswerBytes) response.destroy(new CallError(`an answer of more than ${maxAnswerBytes} bytes`, 'no'));
    else chunks.push(chunk);
  });
  response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parseJsonBytes(Buffer.concat(chunks)) }));
  response.on('error', (error) => reject(networkError(error, false)));
}

function networkError(error: Error, reused: boolean): CallError {
  if (error instanceof CallError) return error;
  const code = 'code' in error ? String(error.code) : error.message;
  return new CallError(`the connection failed (${code})`, reused ? 'at once' : 'later', error);
}
