/**
 * Which entry decides: only the most specific one that applies. The look-up walks the reference's own components, so its
 * cost does not grow with the number of entries.
 *
 *     digest, tag, repository, each parent path, host[:port], *.rest-of-host
 */
import type { ImageReference } from '../image/reference.ts';
import type { Entry, Policy } from './policy.ts';
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

/** The deciding entry; null when none applies. */
export function findEntry(policy: Policy, image: ImageReference, place: Place, nowMs: number): Match | null {
  return climb(image, (scope, denyOnly) => {
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
  climb(image, (scope, denyOnly) => {
    rungs.push({ scope, denyOnly });
    return null;
  });
  return rungs;
}

/** The first answer that is not null, most specific rung first. */
function climb<T>(image: ImageReference, look: (scope: string, denyOnly: boolean) => T | null): T | null {
  const { host, path, tag, digest } = image;
  let name = `${host}/${path}`;
  let found = digest === null ? null : look(`${name}@${digest}`, false);
  if (found === null && tag !== null) found = look(`${name}:${tag}`, digest !== null);
  for (; found === null && name.length > host.length; name = name.slice(0, name.lastIndexOf('/'))) found = look(name, false);
  found ??= look(host, false);
  if (found !== null) return found;
  const dot = host.indexOf('.');
  return dot < 0 || host.indexOf('.', dot + 1) < 0 ? null : look(`*${host.slice(dot)}`, false);
}
