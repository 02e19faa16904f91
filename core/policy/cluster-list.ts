/** Clusters and the hashes of their tokens as Parameter Store keeps them: a StringList, `prod-eu=<sha256 hex>,dev=<...>`. */
import type { ClusterTokens } from '../ports.ts';
import { quote } from '../text.ts';
import { namePattern } from './names.ts';

/** A rotation needs two at once. */
export const maxTokens = 2;

/** The sha256 of a token. */
export const hashPattern = /^[0-9a-f]{64}$/;

export type ParsedClusters = { readonly clusters: ClusterTokens } | { readonly problems: readonly string[] };

/** The value is invalid when one item is. No item is repeated in a problem: it may be a token by mistake. */
export function parseClusterList(name: string, text: string): ParsedClusters {
  const clusters = new Map<string, Uint8Array[]>();
  for (const [index, raw] of text.split(',').entries()) {
    const item = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    const equals = item.indexOf('=');
    const [cluster, hash] = [item.slice(0, Math.max(equals, 0)), item.slice(equals + 1)];
    const where = `${name}: item ${index + 1}`;
    if (!namePattern.test(cluster) || !hashPattern.test(hash))
      return { problems: [`${where}: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>`] };
    const tokens = clusters.get(cluster) ?? [];
    if (tokens.length === maxTokens) return { problems: [`${where}: a third token of ${quote(cluster)}, expected at most ${maxTokens}`] };
    clusters.set(cluster, [...tokens, hashBytes(hash)]);
  }
  return { clusters };
}

export function hashBytes(hash: string): Uint8Array {
  return new Uint8Array(Buffer.from(hash, 'hex'));
}
