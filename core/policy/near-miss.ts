/** Why no entry was found, in the words of what was probably meant. */
import type { ImageReference } from '../image/reference.ts';
import { rungsOf } from './ladder.ts';
import type { Policy } from './policy.ts';
import type { Place } from './where.ts';
import { plainName } from './words.ts';

/** One clause: `no entry for docker.io`, and why a similar one does not hold. */
export function nearMiss(policy: Policy, image: ImageReference, place: Place, nowMs: number): string {
  const { host, path } = image;
  const known = policy.hosts.has(host);
  const why = notAHost(policy, image) ?? inactiveEntry(policy, image, place, nowMs) ?? (known ? null : otherHost(policy, image));
  return `no entry for ${known ? `${host}/${path}` : host}${why === null ? '' : ` (${why})`}`;
}

/** An entry of the right scope that does not apply now, here, or to this form of the reference. */
function inactiveEntry(policy: Policy, image: ImageReference, place: Place, nowMs: number): string | null {
  for (const { scope, denyOnly } of rungsOf(image)) {
    const allow = policy.entries.get(scope)?.find(({ effect }) => effect === 'allow');
    if (allow === undefined) continue;
    if (denyOnly) return `${scope} speaks of the tag, and what runs is the digest`;
    if (allow.untilMs !== null && nowMs >= allow.untilMs)
      return `${scope} was allowed until ${new Date(allow.untilMs - 1).toISOString().slice(0, 19)}Z`;
    if (allow.where !== null) return `${scope} is allowed elsewhere, not in ${placeName(place)}`;
  }
  return null;
}

function placeName({ cluster, namespace }: Place): string {
  return `${cluster === null ? 'an unknown cluster' : `cluster ${plainName(cluster)}`}, ${namespace === null ? 'no namespace' : `namespace ${plainName(namespace)}`}`;
}

/** A host that looks like an allowed one. */
function otherHost(policy: Policy, { host }: ImageReference): string | null {
  const port = host.lastIndexOf(':');
  const name = port > host.lastIndexOf(']') ? host.slice(0, port) : host;
  if (name !== host && policy.hosts.has(name)) return `the port is part of the host: ${name} is another registry`;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const start = name.slice(0, dot);
    if (policy.hosts.has(start)) return `${start} is another host`;
  }
  return null;
}

/** `secureoci.com` alone and `evil/secureoci.com/x` are Docker Hub's, because no host stands before the first slash. */
function notAHost(policy: Policy, { text, host, path }: ImageReference): string | null {
  if (host !== 'docker.io' || text.startsWith('docker.io/') || text.startsWith('index.docker.io/')) return null;
  const meant = path.split('/').find((part) => policy.hosts.has(part));
  return meant === undefined ? null : `${meant} is no registry here: only what stands before the first "/" is`;
}
