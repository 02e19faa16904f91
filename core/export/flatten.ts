/**
 * The policy's entries as lists of keys (keys.ts). What the cluster cannot decide is left out on the strict side: an allow that
 * asks for it admits nothing, a deny always applies, and what an allow asks for binds wherever it might decide.
 */
import { asksNothing } from '../evidence/requirement.ts';
import type { Entry, Policy, Requirements } from '../policy/policy.ts';
import { matchesAny } from '../policy/where.ts';
import { type KeyList, Keys, keyOf } from './keys.ts';

/** What images below the keys must fulfil besides what every image must. */
interface BoundKeys {
  readonly require: Requirements;
  readonly lists: readonly KeyList[];
}

export interface FlatPolicy {
  readonly allowed: readonly KeyList[];
  readonly denied: readonly KeyList[];
  readonly bound: readonly BoundKeys[];
  /** Of every image. */
  readonly require: Requirements;
  /** Scopes of the allows that admit nothing, each with the reason. */
  readonly leftOut: readonly { readonly scope: string; readonly why: string }[];
}

/** What is gathered on the way through the entries. */
interface Gathered {
  readonly allowed: Keys;
  readonly denied: Keys;
  readonly bound: Map<string, { readonly require: Requirements; readonly keys: Keys }>;
  readonly leftOut: { scope: string; why: string }[];
}

/** `cluster` null: the export is for any cluster. */
export function flatten(policy: Policy, cluster: string | null): FlatPolicy {
  const gathered: Gathered = { allowed: new Keys(), denied: new Keys(), bound: new Map(), leftOut: [] };
  const { require } = policy;
  for (const [scope, entries] of policy.entries)
    for (const entry of entries) {
      if (isElsewhere(entry, cluster)) continue;
      if (entry.effect === 'deny') gathered.denied.add(entry.where?.namespaces ?? null, keyOf(scope));
      else addAllow(gathered, scope, entry, whyNot(scope, entry, cluster), require);
    }
  const bound = [...gathered.bound.values()].map((one) => ({ require: one.require, lists: one.keys.lists() }));
  return { allowed: gathered.allowed.lists(), denied: gathered.denied.lists(), bound, require, leftOut: gathered.leftOut };
}

/** `why`: why it admits nothing; null when it does. */
function addAllow(
  { allowed, denied, bound, leftOut }: Gathered,
  scope: string,
  entry: Entry,
  why: string | null,
  base: Requirements,
): void {
  const namespaces = entry.where?.namespaces ?? null;
  const key = keyOf(scope);
  if (why === null) allowed.add(namespaces, key);
  else leftOut.push({ scope, why });
  // Where it decides in the service, evidence is asked for that nobody can look at here.
  if (!asksNothing(entry.require.evidence)) denied.add(namespaces, key);
  const require = beyond(entry.require, base);
  if (require === null) return;
  const id = JSON.stringify(require);
  const group = bound.get(id) ?? { require, keys: new Keys() };
  bound.set(id, group);
  group.keys.add(namespaces, key);
}

/** The entry never applies in this cluster. */
function isElsewhere({ where }: Entry, cluster: string | null): boolean {
  return cluster !== null && where !== null && where.clusters !== null && !matchesAny(where.clusters, cluster);
}

/** Why an allow admits nothing here; null when it does. */
function whyNot(scope: string, { where, untilMs, require }: Entry, cluster: string | null): string | null {
  if (untilMs !== null) return 'it has an end, and there is no clock';
  if (cluster === null && where !== null && where.clusters !== null) return 'it asks for a cluster, and this is for any';
  if (!asksNothing(require.evidence)) return 'it asks for evidence that only the service can check';
  if (scope.startsWith('[')) return 'an IPv6 address is not read here';
  // A first label can make such a host invalid as a whole (RFC 5893; 253 characters): only the service can tell.
  if (scope.startsWith('*') && (scope.includes('xn--') || scope.length > 192)) return 'such a wildcard is not read here';
  return null;
}

/** What `own` asks and `base` does not, but for evidence; null when that is nothing. */
function beyond(own: Requirements, base: Requirements): Requirements | null {
  const digest = own.digest && !base.digest;
  const deniedTags = own.deniedTags.filter((tag) => !base.deniedTags.includes(tag)).sort();
  return digest || deniedTags.length > 0 ? { ...base, digest, deniedTags } : null;
}
