/** One request of node:http or node:https and its answer, whole: limited in time and bytes. */
import type { IncomingMessage, Agent as PlainAgent, RequestOptions } from 'node:http';
import { CallError } from './tries.ts';

export interface Connections {
  readonly request: (
    options: RequestOptions,
    answered: (response: IncomingMessage) => void,
  ) => ReturnType<typeof import('node:http').request>;
  readonly agent: PlainAgent;
}

export interface Limits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export interface Exchanged {
  readonly status: number;
  readonly bytes: Buffer;
}

/** Sockets are kept alive between requests, `maxSockets` at once to one host. */
export function connectionsOf(protocol: string, maxSockets: number): Connections {
  // Taken from the process: an ESM import of node:http touches every lazy getter and costs 24 ms.
  const http = process.getBuiltinModule(protocol === 'http:' ? 'node:http' : 'node:https');
  return { request: http.request, agent: new http.Agent({ keepAlive: true, maxSockets }) };
}

/** Rejects with a `CallError` without secrets. Redirects are not followed. */
export function exchange(
  { request, agent }: Connections,
  { hostname, port }: URL,
  sent: Pick<RequestOptions, 'method' | 'path' | 'headers'> & { readonly body?: string },
  { timeoutMs, maxAnswerBytes }: Limits,
): Promise<Exchanged> {
  const { body, ...head } = sent;
  const options = { ...head, agent, hostname: hostname.replace(/^\[|\]$/g, ''), port };
  return new Promise((resolve, reject) => {
    const asked = request(options, (response) => collect(response, maxAnswerBytes, resolve, reject));
    const lateMs = Math.ceil(timeoutMs);
    const timer = setTimeout(() => asked.destroy(new CallError(`no answer within ${lateMs} ms`, 'later')), lateMs);
    asked.on('close', () => clearTimeout(timer));
    asked.on('error', (error) => reject(networkError(error, asked.reusedSocket)));
    asked.end(body);
  });
}

function collect(
  response: IncomingMessage,
  maxAnswerBytes: number,
  resolve: (answer: Exchanged) => void,
  reject: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length > maxAnswerBytes) response.destroy(new CallError(`an answer of more than ${maxAnswerBytes} bytes`, 'no'));
  });
  response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
  response.on('error', (error) => reject(networkError(error, false)));
}

/** A socket that died while the environment was frozen says nothing about the service. */
function networkError(error: Error, reused: boolean): CallError {
  if (error instanceof CallError) return error;
  const code = 'code' in error ? String(error.code) : error.message;
  return new CallError(`the connection failed (${code})`, reused ? 'at once' : 'later', error);
}
