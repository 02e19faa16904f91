/**
 * Which entry decides: only the most specific one that applies. The look-up walks the reference's own components, so its
 * cost does not grow with the number of entries.
 *
 *     digest, tag, repository, each parent path, host[:port], *.rest-of-host
 */
import type { ImageReference } from '../image/reference.ts';
import type { Entry, Policy } from './policy.ts';
import type { Reach } from './reach.ts';
import { appliesTo, type Place } from './where.ts';

export interface Match {
  /** As written in the policy. */
  readonly scope: string;
  readonly entry: Entry;
}

/** A step of the ladder. */
export interface Rung {
  readonly scope: string;
  /** What is pulled is the digest: beside one, a tag can only be denied. */
  readonly denyOnly: boolean;
}

/** The deciding entry; null when none applies. Only what can be a scope of the policy is looked up. */
export function findEntry(policy: Policy, image: ImageReference, place: Place, nowMs: number): Match | null {
  return climb(image, policy.hosts.get(image.host) ?? hostOnly, (scope, denyOnly) => {
    const entries = policy.entries.get(scope);
    const entry = entries === undefined ? null : chooseEntry(entries, place, nowMs, denyOnly);
    return entry === null ? null : { scope, entry };
  });
}

/** Of the entries of one scope: a deny that applies, else the allow that does. */
export function chooseEntry(entries: readonly Entry[], place: Place, nowMs: number, denyOnly = false): Entry | null {
  let allow: Entry | null = null;
  for (const entry of entries) {
    if (entry.effect === 'deny') {
      if (appliesTo(entry.where, place, true)) return entry;
    } else if (!denyOnly && (entry.untilMs === null || nowMs < entry.untilMs) && appliesTo(entry.where, place, false)) {
      allow ??= entry;
    }
  }
  return allow;
}

/** Every rung for an image, most specific first. */
export function rungsOf(image: ImageReference): Rung[] {
  const rungs: Rung[] = [];
  climb(image, everywhere, (scope, denyOnly) => {
    rungs.push({ scope, denyOnly });
    return null;
  });
  return rungs;
}

const hostOnly: Reach = { depth: 0, pinned: false };
const everywhere: Reach = { depth: Number.POSITIVE_INFINITY, pinned: true };

/** The first answer that is not null, most specific rung first. */
function climb<T>(image: ImageReference, { depth, pinned }: Reach, look: (scope: string, denyOnly: boolean) => T | null): T | null {
  const { host, path } = image;
  let found = pinned ? climbPinned(image, look) : null;
  let name = depth === 0 ? host : `${host}/${firstParts(path, depth)}`;
  for (; found === null && name.length > host.length; name = name.slice(0, name.lastIndexOf('/'))) found = look(name, false);
  found ??= look(host, false);
  if (found !== null) return found;
  const dot = host.indexOf('.');
  return dot < 0 || host.indexOf('.', dot + 1) < 0 ? null : look(`*${host.slice(dot)}`, false);
}

function climbPinned<T>({ host, path, tag, digest }: ImageReference, look: (scope: string, denyOnly: boolean) => T | null): T | null {
  const found = digest === null ? null : look(`${host}/${path}@${digest}`, false);
  return found === null && tag !== null ? look(`${host}/${path}:${tag}`, digest !== null) : found;
}

function firstParts(path: string, depth: number): string {
  let end = path.indexOf('/');
  for (let parts = 1; parts < depth && end >= 0; parts++) end = path.indexOf('/', end + 1);
  return end < 0 ? path : path.slice(0, end);
}
