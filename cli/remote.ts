/** Where `--remote` points, and who asks. */

import type { Credentials } from '../adapters/aws-post.ts';
import { type PostAnswer, signedPost } from '../adapters/signed-post.ts';
import { escapeText, quote } from '../core/text.ts';
import { findCredentials } from './aws-credentials.ts';
import type { Post } from './check-remote.ts';
import { UsageError } from './usage-error.ts';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Throws a `UsageError`: no URL, plain HTTP beyond this machine, no credentials. */
export async function remotePost(text: string, env: NodeJS.ProcessEnv): Promise<Post> {
  const url = urlOf(text);
  const isLocal = loopback.includes(url.hostname);
  if (url.protocol === 'http:' && !isLocal) throw new UsageError('--remote: plain HTTP only to this machine: expected https://');
  const region = regionOf(url, env);
  const credentials = isLocal ? null : await credentialsOf(region);
  const post = signedPost({ url, region, credentials });
  return async (body): Promise<PostAnswer> => {
    try {
      return await post(body);
    } catch (error) {
      throw new UsageError(`--remote: ${escapeText(error instanceof Error ? error.message : String(error))}`);
    }
  };
}

/** The API's URL, with or without `/v1/check` at its end. */
export function urlOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new UsageError(
      `--remote: expected the URL of a deployed service such as https://ID.execute-api.REGION.amazonaws.com/prod, got ${quote(text)}`,
    );
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/v1\/check$/, '')}/v1/check`;
  return url;
}

/** API Gateway's own host name tells it; a domain of one's own does not. */
export function regionOf({ hostname }: URL, env: NodeJS.ProcessEnv): string {
  const [, told] = /\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|vpce\.amazonaws\.com)$/.exec(hostname) ?? [];
  return told ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
}

async function credentialsOf(region: string): Promise<Credentials> {
  try {
    return await findCredentials(region);
  } catch (error) {
    throw new UsageError(`--remote: no AWS credentials: ${escapeText(error instanceof Error ? error.message : String(error))}`);
  }
}
