/**
 * Which entry decides, and what a finding does, read once more from the documentation and as naively as possible: every entry
 * is looked at. Shares nothing with the ladder.
 */
import type { EntryDocument, Mode } from '../../../core/policy/definition.ts';
import type { Place } from '../../../core/policy/where.ts';

export interface OracleImage {
  readonly host: string;
  readonly path: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** How closely a scope speaks of the image; null when it does not. */
export function closeness(scope: string, { host, path, tag, digest }: OracleImage): number | null {
  const name = `${host}/${path}`;
  if (digest !== null && scope === `${name}@${digest}`) return 10_000;
  if (tag !== null && scope === `${name}:${tag}`) return 9000;
  if (scope.startsWith('*.')) {
    const [first = '', ...rest] = host.split('.');
    return first !== '' && scope === ['*', ...rest].join('.') ? 0 : null;
  }
  return name === scope || name.startsWith(`${scope}/`) ? scope.length : null;
}

function meets(patterns: readonly string[] | undefined, name: string | null, unknown: boolean): boolean {
  if (patterns === undefined) return true;
  if (name === null) return unknown;
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}

function applies({ allow, where, until }: EntryDocument, place: Place, nowMs: number): boolean {
  const denies = allow === undefined;
  if (
    !denies &&
    until !== undefined &&
    nowMs >= Date.parse(until.length === 10 ? `${until}T00:00:00Z` : until) + (until.length === 10 ? 86_400_000 : 0)
  )
    return false;
  return meets(where?.clusters, place.cluster, denies) && meets(where?.namespaces, place.namespace, denies);
}

/** The entry that decides about the image; null when none does. */
export function decidingEntry(entries: readonly EntryDocument[], image: OracleImage, place: Place, nowMs: number): EntryDocument | null {
  let best: { readonly entry: EntryDocument; readonly rank: number } | null = null;
  for (const entry of entries) {
    const rank = closeness(entry.allow ?? entry.deny ?? '', image);
    if (rank === null || !applies(entry, place, nowMs)) continue;
    // What runs is the digest: an allow of the tag beside it says nothing.
    if (rank === 9000 && image.digest !== null && entry.allow !== undefined) continue;
    const denies = entry.deny !== undefined;
    if (best === null || rank > best.rank || (rank === best.rank && denies && best.entry.deny === undefined)) best = { entry, rank };
  }
  return best?.entry ?? null;
}

/** audit < warn < enforce: the cluster's mode replaces the policy's, the entry's can only weaken it. */
export function effectiveMode(policy: Mode, cluster: Mode | null, entry: Mode | null): Mode {
  const order: readonly Mode[] = ['audit', 'warn', 'enforce'];
  const base = order.indexOf(cluster ?? policy);
  return order[Math.min(base, entry === null ? base : order.indexOf(entry))] ?? 'enforce';
}
