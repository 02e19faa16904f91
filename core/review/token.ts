/**
 * A cluster's identity: name and token from the URL's path, both hostile. Nothing of them becomes part of any other name, and
 * an unknown cluster cannot be told from a wrong token, neither by text nor by time.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { namePattern } from '../policy/names.ts';
import type { ClusterTokens } from '../ports.ts';
import type { Rejection } from './http.ts';

const tokenPattern = /^[A-Za-z0-9_-]{32,64}$/;
/** What an unknown cluster's token is compared with: no token has this hash. */
const noHash = new Uint8Array(32);
/** The hash of the token at hand. Hex and one buffer for all cost half of a new buffer each. */
const given = Buffer.alloc(32);
const nobody: readonly Uint8Array[] = [noHash, noHash];

export const unauthorized: Rejection = {
  code: 401,
  message: 'unknown cluster or wrong token in the path: make a new one with `image-warden connect CLUSTER`, and apply what it prints',
};

/** Whether the token is one of the cluster's; where the clusters are not known (null), whether it could be. */
export function isAuthorized(clusters: ClusterTokens | null, cluster: string, token: string): boolean {
  const wellFormed = namePattern.test(cluster) && tokenPattern.test(token);
  const known = (wellFormed ? clusters?.get(cluster) : undefined) ?? nobody;
  given.write(hash('sha256', token, 'hex'), 'hex');
  const [first = noHash, second = first] = known;
  // Both are compared whatever the first says.
  const matches = [timingSafeEqual(given, first), timingSafeEqual(given, second)];
  return wellFormed && (clusters === null || (known !== nobody && matches.includes(true)));
}
