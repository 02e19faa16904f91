/**
 * The policy's entries as lists of keys that a prefix test can look through. What the cluster cannot decide is left out on the
 * strict side: an allow that asks for it admits nothing, and a deny always applies.
 *
 *     key := host "/" | host "/" path "/" | host "/" path "/:" tag "/" | host "/" path "/@" digest "/" | "*." rest "/"
 *
 * A scope covers an image exactly when its key is a prefix of the image's key: every part is closed by a "/".
 */
import type { Entry, Policy, Requirements } from '../policy/policy.ts';
import { matchesAny } from '../policy/where.ts';

/** Keys that hold where the namespace is one of the patterns; null: everywhere. */
export interface KeyList {
  readonly namespaces: readonly string[] | null;
  readonly keys: readonly string[];
}

/** What images below the keys must fulfil besides what every image must. */
export interface BoundKeys {
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

/** Keys by the namespaces in which they hold. */
class Keys {
  readonly #lists = new Map<string, { readonly namespaces: readonly string[] | null; readonly keys: Set<string> }>();

  add(namespaces: readonly string[] | null, key: string): void {
    const id = JSON.stringify(namespaces);
    const list = this.#lists.get(id) ?? { namespaces, keys: new Set() };
    this.#lists.set(id, list);
    list.keys.add(key);
  }

  lists(): KeyList[] {
    return [...this.#lists.values()].map(({ namespaces, keys }) => ({ namespaces, keys: [...keys] }));
  }
}

/** `cluster` null: the export is for any cluster. */
export function flatten(policy: Policy, cluster: string | null): FlatPolicy {
  const [allowed, denied] = [new Keys(), new Keys()];
  const bound = new Map<string, { readonly require: Requirements; readonly keys: Keys }>();
  const leftOut: { scope: string; why: string }[] = [];
  for (const [scope, entries] of policy.entries)
    for (const entry of entries) {
      if (isElsewhere(entry, cluster)) continue;
      const namespaces = entry.where?.namespaces ?? null;
      const key = keyOf(scope);
      if (entry.effect === 'deny') {
        denied.add(namespaces, key);
        continue;
      }
      const why = whyNot(scope, entry, cluster);
      if (why === null) allowed.add(namespaces, key);
      else leftOut.push({ scope, why });
      // Where it decides in the service, evidence is asked for that nobody can look at here.
      if (asksEvidence(entry.require)) denied.add(namespaces, key);
      const require = beyond(entry.require, policy.require);
      if (require === null) continue;
      const id = JSON.stringify(require);
      const group = bound.get(id) ?? { require, keys: new Keys() };
      bound.set(id, group);
      group.keys.add(namespaces, key);
    }
  const boundKeys = [...bound.values()].map(({ require, keys }) => ({ require, lists: keys.lists() }));
  return { allowed: allowed.lists(), denied: denied.lists(), bound: boundKeys, require: policy.require, leftOut };
}

/** The entry never applies in this cluster. */
function isElsewhere({ where }: Entry, cluster: string | null): boolean {
  return cluster !== null && where !== null && where.clusters !== null && !matchesAny(where.clusters, cluster);
}

/** Why an allow admits nothing here; null when it does. */
function whyNot(scope: string, { where, untilMs, require }: Entry, cluster: string | null): string | null {
  if (untilMs !== null) return 'it has an end, and there is no clock';
  if (cluster === null && where !== null && where.clusters !== null) return 'it asks for a cluster, and this is for any';
  if (asksEvidence(require)) return 'it asks for evidence that only the service can check';
  if (scope.startsWith('[')) return 'an IPv6 address is not read here';
  // A first label can make such a host invalid as a whole (RFC 5893; 253 characters): only the service can tell.
  if (scope.startsWith('*') && (scope.includes('xn--') || scope.length > 192)) return 'such a wildcard is not read here';
  return null;
}

/** Anything but a digest and tags, whatever it will be called. */
function asksEvidence({ digest: _, deniedTags: __, ...rest }: Requirements): boolean {
  return Object.values(rest as Record<string, unknown>).some(
    (value) => value !== null && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
}

/** What `own` asks and `base` does not; null when that is nothing. */
function beyond(own: Requirements, base: Requirements): Requirements | null {
  const digest = own.digest && !base.digest;
  const deniedTags = own.deniedTags.filter((tag) => !base.deniedTags.includes(tag)).sort();
  return digest || deniedTags.length > 0 ? { ...own, digest, deniedTags } : null;
}

function keyOf(scope: string): string {
  const slash = scope.indexOf('/');
  const suffix = slash < 0 ? -1 : scope.slice(slash).search(/[:@]/);
  return suffix < 0 ? `${scope}/` : `${scope.slice(0, slash + suffix)}/${scope.slice(slash + suffix)}/`;
}
