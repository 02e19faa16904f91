/** `AwsCall` for the services that evidence comes from. */
import { awsPost } from '../aws-post.ts';
import type { AwsAnswer, AwsCall } from './aws-call.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { maxSockets, onceMore, type SignedOptions } from './signed.ts';

/** Bytes of an answer: a page of 1,000 enhanced findings of ECR has some 4 MB. */
const maxAnswerBytes = 16 * 1024 * 1024;

/** Rejects with a `CallError` without secrets. A socket that died while the environment was frozen is tried once more. */
export function signedAwsCall({ credentials, endpoint, timeoutMs }: SignedOptions): AwsCall {
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
    const { status, text } = await onceMore(endMs, (leftMs) => post({ ...call, timeoutMs: leftMs }));
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
