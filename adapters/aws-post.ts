/**
 * One POST of AWS's JSON protocols, signed by a library over node:https. No AWS SDK: it would cost more at a cold start than
 * everything else together.
 */
import type { Agent, IncomingMessage } from 'node:http';
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import { CallError } from './tries.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface PostOptions {
  /** `https://ssm.eu-west-1.amazonaws.com` */
  readonly endpoint: string;
  /** Connections at once. */
  readonly maxSockets: number;
  readonly maxAnswerBytes: number;
}

export interface Post {
  readonly service: string;
  readonly region: string;
  /** Version of the JSON protocol. */
  readonly version: '1.0' | '1.1';
  /** `AmazonSSM.GetParameters` */
  readonly target: string;
  readonly body: string;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
}

export interface PostAnswer {
  readonly status: number;
  readonly text: string;
}

interface Handlers {
  readonly maxAnswerBytes: number;
  readonly resolve: (answer: PostAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Sockets are kept alive between calls. Rejects with a `CallError` without secrets. */
export function awsPost({ endpoint, maxSockets, maxAnswerBytes }: PostOptions): (post: Post) => Promise<PostAnswer> {
  const { protocol, hostname, port, host } = new URL(endpoint);
  // Taken from the process: an ESM import of node:http touches every lazy getter and costs 24 ms.
  const http = process.getBuiltinModule(protocol === 'http:' ? 'node:http' : 'node:https');
  const agent: Agent = new http.Agent({ keepAlive: true, maxSockets });
  const to = { method: 'POST', agent, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: '/' };
  return (post) =>
    new Promise((resolve, reject) => {
      const request = http.request({ ...to, headers: signed(post, host) }, (response) =>
        collect(response, { maxAnswerBytes, resolve, reject }),
      );
      const timeoutMs = Math.ceil(post.timeoutMs);
      const timer = setTimeout(() => request.destroy(new CallError(`no answer within ${timeoutMs} ms`, 'later')), timeoutMs);
      request.on('close', () => clearTimeout(timer));
      request.on('error', (error) => reject(networkError(error, request.reusedSocket)));
      request.end(post.body);
    });
}

function signed({ service, region, version, target, body, credentials }: Post, host: string): Record<string, string> {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  return aws4.sign({ method: 'POST', host, path: '/', headers, body, service, region }, credentials).headers as Record<string, string>;
}

function collect(response: IncomingMessage, { maxAnswerBytes, resolve, reject }: Handlers): void {
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

/** A socket that died while the environment was frozen says nothing about the service. */
function networkError(error: Error, reused: boolean): CallError {
  if (error instanceof CallError) return error;
  const code = 'code' in error ? String(error.code) : error.message;
  return new CallError(`the connection failed (${code})`, reused ? 'at once' : 'later', error);
}
