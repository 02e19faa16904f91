/** `AwsCall` for the services that evidence comes from. */
import { awsPost, type Credentials } from '../aws-post.ts';
import { CallError } from '../tries.ts';
import type { AwsAnswer, AwsCall } from './aws-call.ts';
import { awsEndpoint } from './aws-endpoint.ts';

/** Bytes of an answer: a page of 1,000 enhanced findings of ECR has some 4 MB. */
const maxAnswerBytes = 16 * 1024 * 1024;
/** Connections to one host: a review asks for about 20 distinct images at once. */
const maxSockets = 20;

export interface SignedCallOptions {
  /** Asked at each call: they may be rotated. */
  readonly credentials: () => Credentials | Promise<Credentials>;
  /** Base URL of a service that does not answer under AWS's own name; null: it does. */
  readonly endpoint: (service: string) => string | null;
  /** Milliseconds for one call, its second try included. */
  readonly timeoutMs: number;
}

/** Rejects with a `CallError` without secrets. A socket that died while the environment was frozen is tried once more. */
export function signedAwsCall({ credentials, endpoint, timeoutMs }: SignedCallOptions): AwsCall {
  const posts = new Map<string, ReturnType<typeof awsPost>>();
  const postTo = (base: string) => {
    const post = posts.get(base) ?? awsPost({ endpoint: base, maxSockets, maxAnswerBytes });
    posts.set(base, post);
    return post;
  };
  return async ({ service, region, target, body }) => {
    const endMs = performance.now() + timeoutMs;
    const post = postTo(endpoint(service) ?? awsEndpoint(service, region));
    const call = { service, region, target, version: versionOf(service), body: JSON.stringify(body), credentials: await credentials() };
    const send = () => post({ ...call, timeoutMs: Math.max(1, endMs - performance.now()) });
    const { status, text } = await send().catch((error: unknown) => {
      if (error instanceof CallError && error.retry === 'at once') return send();
      throw error;
    });
    return { status, body: parse(text) };
  };
}

/** Of the JSON protocol. Source: the services' API references. */
function versionOf(service: string): '1.0' | '1.1' {
  return service === 'dynamodb' ? '1.0' : '1.1';
}

function parse(text: string): AwsAnswer['body'] {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
