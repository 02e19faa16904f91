/** `SignedGet` over node:https, signed by a library. */
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import { parseJsonBytes } from '../../core/signature/bytes.ts';
import type { Credentials } from '../aws-post.ts';
import { type Connections, connectionsOf, exchange } from '../exchange.ts';
import type { AwsGet, SignedGet } from './aws-call.ts';
import { maxSockets, onceMore, type SignedOptions } from './signed.ts';

/** Bytes of an answer: nine ARNs and hashes are 2 KB. */
const maxAnswerBytes = 64 * 1024;

/** Rejects with a `CallError` without secrets. A socket that died while the environment was frozen is tried once more; redirects are not followed. */
export function signedAwsGet({ credentials, endpoint, timeoutMs }: SignedOptions): SignedGet {
  const pools = new Map<string, Connections>();
  const poolOf = (protocol: string): Connections => {
    const pool = pools.get(protocol) ?? connectionsOf(protocol, maxSockets);
    pools.set(protocol, pool);
    return pool;
  };
  return async (request) => {
    const endMs = performance.now() + timeoutMs;
    const url = new URL(endpoint(request.service) ?? `https://${request.host}`);
    const sent = signed(request, url.host, await credentials());
    const call = (leftMs: number) => exchange(poolOf(url.protocol), url, sent, { timeoutMs: leftMs, maxAnswerBytes });
    const { status, bytes } = await onceMore(endMs, call);
    return { status, body: parseJsonBytes(bytes) };
  };
}

function signed({ service, region, path, query }: AwsGet, host: string, credentials: Credentials) {
  const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const request = aws4.sign({ method: 'GET', host, path: `${path}?${text}`, headers: { host }, service, region }, credentials);
  return { method: 'GET', headers: request.headers as Record<string, string>, path: request.path };
}
