/**
 * `GetParameters` of Parameter Store, signed by a library over node:https. No AWS SDK: it would cost more at a cold start than
 * everything else together.
 */
import type { IncomingMessage } from 'node:http';
import aws4 from 'aws4';
import { own } from '../core/workload/json.ts';
import { CallError } from './tries.ts';

/** Bytes of an answer: three values of 8 KB, escaped, fit ten times. */
const maxAnswerBytes = 256 * 1024;

/** A parameter's newest value; null: there is none of that name. */
export type ParameterValues = ReadonlyMap<string, string | null>;

export interface SsmOptions {
  /** `https://ssm.eu-west-1.amazonaws.com`, or what `AWS_ENDPOINT_URL_SSM` says. */
  readonly endpoint: string;
  readonly region: string;
  /** Asked at each call: they may be rotated. */
  readonly credentials: () => Credentials;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export type GetParameters = (names: readonly string[], timeoutMs: number) => Promise<ParameterValues>;

/** One call for all names, newest versions. Rejects with a `CallError`. Sockets are kept alive between calls. */
export function getParametersOf({ endpoint, region, credentials }: SsmOptions): GetParameters {
  const { protocol, hostname, port, host } = new URL(endpoint);
  // Taken from the process: an ESM import of node:http touches every lazy getter and costs 24 ms.
  const http = process.getBuiltinModule(protocol === 'http:' ? 'node:http' : 'node:https');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  return async (names, timeoutMs) => {
    const body = JSON.stringify({ Names: names });
    const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' };
    const { headers } = aws4.sign({ method: 'POST', host, path: '/', headers: target, body, service: 'ssm', region }, credentials());
    const options = {
      method: 'POST',
      agent,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: '/',
      headers: headers as Record<string, string>,
    };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const request = http.request(options, (response) => collect(response, resolve, reject));
      const timer = setTimeout(() => request.destroy(new CallError(`no answer within ${timeoutMs} ms`, 'later')), timeoutMs);
      request.on('close', () => clearTimeout(timer));
      request.on('error', (error) => reject(networkError(error, request.reusedSocket)));
      request.end(body);
    });
    return valuesOf(answer, names);
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function collect(response: IncomingMessage, resolve: (answer: Answer) => void, reject: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length > maxAnswerBytes) response.destroy(new CallError(`an answer of more than ${maxAnswerBytes} bytes`, 'no'));
  });
  response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
  response.on('error', (error) => reject(networkError(error, false)));
}

/** A socket that died while the environment was frozen says nothing about the store. */
function networkError(error: Error, reused: boolean): CallError {
  if (error instanceof CallError) return error;
  const code = 'code' in error ? String(error.code) : error.message;
  return new CallError(`the connection failed (${code})`, reused ? 'at once' : 'later', error);
}

/** Each name must be told of, either by value or as unknown: anything else is no answer to the question. */
function valuesOf({ status, text }: Answer, names: readonly string[]): ParameterValues {
  const body = parse(text);
  if (status !== 200) throw statusError(status, body);
  const [found, unknown] = [own(body, 'Parameters'), own(body, 'InvalidParameters')];
  if (!Array.isArray(found)) throw new CallError('an answer without a list of parameters', 'no');
  const values = new Map<string, string | null>();
  for (const name of Array.isArray(unknown) ? unknown : []) values.set(String(name), null);
  for (const parameter of found) {
    const [name, value] = [own(parameter, 'Name'), own(parameter, 'Value')];
    if (typeof name !== 'string' || typeof value !== 'string') throw new CallError('a parameter without name or value in the answer', 'no');
    if (values.has(name)) throw new CallError('a parameter twice in the answer', 'no');
    values.set(name, value);
  }
  const missing = names.find((name) => !values.has(name));
  if (missing !== undefined) throw new CallError(`the answer says nothing of ${missing}`, 'no');
  return values;
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function statusError(status: number, body: object): CallError {
  const type = '__type' in body ? String(body.__type).replace(/^.*#/, '').slice(0, 80) : 'no reason given';
  const passing = status >= 500 || status === 429 || /Throttl|TooManyRequests|RequestLimitExceeded/.test(type);
  return new CallError(`HTTP ${status} (${type})`, passing ? 'later' : 'no');
}
