/** The list of clusters with one more token in it: what `connect` writes to Parameter Store. Only hashes are ever in it. */
import { hash } from 'node:crypto';
import { maxClusterListBytes } from '../limits.ts';
import { maxTokens, parseClusterList } from '../policy/cluster-list.ts';
import { maxStandardBytes } from '../publish/publish.ts';

export interface NewToken {
  /** The whole new value. */
  readonly value: string;
  readonly tier: 'Standard' | 'Advanced';
  /** Tokens of the cluster that stay in force beside the new one. */
  readonly kept: number;
  /** Tokens that are no longer in force, the oldest ones. */
  readonly dropped: number;
}

/** Adds a token's hash; `list` is the present value, null when there is none. The problems of a list that is no list. */
export function addToken(
  name: string,
  list: string | null,
  cluster: string,
  token: string,
): NewToken | { readonly problems: readonly string[] } {
  const parsed = list === null ? { clusters: new Map<string, Uint8Array[]>() } : parseClusterList(name, list);
  if ('problems' in parsed) return parsed;
  const own = parsed.clusters.get(cluster) ?? [];
  const kept = own.slice(-(maxTokens - 1));
  const tokens = [...[...kept].map(hex), hash('sha256', token)];
  const all = [...parsed.clusters]
    .filter(([other]) => other !== cluster)
    .flatMap(([other, hashes]) => hashes.map((one) => `${other}=${hex(one)}`));
  const value = [...all, ...tokens.map((one) => `${cluster}=${one}`)].join(',');
  // Names and hashes are ASCII: characters are bytes.
  if (value.length > maxClusterListBytes)
    return {
      problems: [
        `${name}: ${value.length} bytes with one more token, expected at most ${maxClusterListBytes}: use another stage, or remove clusters`,
      ],
    };
  return { value, tier: value.length > maxStandardBytes ? 'Advanced' : 'Standard', kept: kept.length, dropped: own.length - kept.length };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
