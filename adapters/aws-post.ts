/**
 * One POST of AWS's JSON protocols, signed by a library over node:https. No AWS SDK: it would cost more at a cold start than
 * everything else together.
 */
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import { connectionsOf, exchange } from './exchange.ts';

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

/** Sockets are kept alive between calls. Rejects with a `CallError` without secrets. */
export function awsPost({ endpoint, maxSockets, maxAnswerBytes }: PostOptions): (post: Post) => Promise<PostAnswer> {
  const url = new URL(endpoint);
  const connections = connectionsOf(url.protocol, maxSockets);
  return async (post) => {
    const sent = { method: 'POST', path: '/', headers: signed(post, url.host), body: post.body };
    const { status, bytes } = await exchange(connections, url, sent, { timeoutMs: post.timeoutMs, maxAnswerBytes });
    return { status, text: bytes.toString() };
  };
}

function signed({ service, region, version, target, body, credentials }: Post, host: string): Record<string, string> {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  return aws4.sign({ method: 'POST', host, path: '/', headers, body, service, region }, credentials).headers as Record<string, string>;
}
