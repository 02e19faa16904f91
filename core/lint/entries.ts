/** Entries that never decide, or that decide what another would have decided the same way. */

import { asksNothing } from '../evidence/requirement.ts';
import { widerScopes } from '../policy/entries.ts';
import { type MergedEntry, scopeOf } from '../policy/merge.ts';
import type { Entry, Policy } from '../policy/policy.ts';
import { canMeet, matchesAny } from '../policy/where.ts';
import type { Remark } from './remark.ts';

export function entryRemarks(policy: Policy, item: string | MergedEntry, steps: Remark['steps']): Remark[] {
  const scope = scopeOf(item);
  const isDeny = typeof item !== 'string' && item.deny !== undefined;
  const entries = policy.entries.get(scope) ?? [];
  if (isDeny) return denyRemarks(policy, scope, entries, steps);
  const entry = entryOf(item, entries);
  return [...beatenByDeny(scope, entry, entries, steps), ...neverMet(scope, entry, steps), ...redundant(policy, scope, entry, steps)];
}

/** The compiled entry of an item: allows of one scope differ in their `where`. */
function entryOf(item: string | MergedEntry, entries: readonly Entry[]): Entry | undefined {
  const where = typeof item === 'string' ? undefined : item.where;
  const key = JSON.stringify([where?.clusters ?? null, where?.namespaces ?? null]);
  return entries.find(
    (one) => one.effect === 'allow' && JSON.stringify([one.where?.clusters ?? null, one.where?.namespaces ?? null]) === key,
  );
}

function beatenByDeny(scope: string, entry: Entry | undefined, entries: readonly Entry[], steps: Remark['steps']): Remark[] {
  const denies = entries.filter(({ effect }) => effect === 'deny');
  if (denies.some(({ where }) => where === null))
    return [remark('contradictory', 'warn', steps, `${scope} is allowed and denied: deny beats allow, so that this allow never decides`)];
  const meets = denies.some(({ where }) => entry !== undefined && canMeet(where, entry.where));
  return meets ? [remark('contradictory', 'note', steps, `${scope} is allowed and denied: where both hold, deny beats allow`)] : [];
}

/** A tag entry speaks of references without a digest only. */
function neverMet(scope: string, entry: Entry | undefined, steps: Remark['steps']): Remark[] {
  const tag = /\/[^/@]*:([^/:]+)$/.exec(scope)?.[1];
  if (tag === undefined || entry === undefined) return [];
  if (entry.require.digest)
    return [remark('unreachable', 'warn', steps, `${scope} admits a tag, but a digest is required: it admits nothing`)];
  if (!asksNothing(entry.require.evidence))
    return [remark('unreachable', 'warn', steps, `${scope} admits a tag, but evidence is required of a digest: it admits nothing`)];
  if (matchesAny(entry.require.deniedTags, tag))
    return [remark('unreachable', 'warn', steps, `${scope} admits a tag that is denied: it admits nothing`)];
  return [];
}

/** What the next wider entry would decide just the same. */
function redundant(policy: Policy, scope: string, entry: Entry | undefined, steps: Remark['steps']): Remark[] {
  if (entry === undefined) return [];
  for (const wider of widerScopes(scope)) {
    const entries = policy.entries.get(wider) ?? [];
    if (entries.length === 0) continue;
    const [only] = entries;
    if (entries.length > 1 || only?.effect !== 'allow' || only.where !== null || only.untilMs !== null) return [];
    const same =
      JSON.stringify([only.mode, only.enforceFromMs, only.require]) === JSON.stringify([entry.mode, entry.enforceFromMs, entry.require]);
    return same ? [remark('shadowed', 'note', steps, `${scope} changes nothing: ${wider} admits it too`)] : [];
  }
  return [];
}

function denyRemarks(policy: Policy, scope: string, entries: readonly Entry[], steps: Remark['steps']): Remark[] {
  const wider = widerScopes(scope).flatMap((one) => policy.entries.get(one) ?? []);
  const allowed = [...entries, ...wider].some(({ effect }) => effect === 'allow');
  if (!allowed && entries.some(({ effect, mode, enforceFromMs }) => effect === 'deny' && (mode !== null || enforceFromMs !== null)))
    return [
      remark('no-effect', 'warn', steps, `${scope} is admitted while this entry does not enforce, and without it nothing would admit it`),
    ];
  return allowed ? [] : [remark('shadowed', 'note', steps, `${scope} changes nothing but the words: no entry would admit it`)];
}

function remark(kind: Remark['kind'], level: Remark['level'], steps: Remark['steps'], message: string): Remark {
  return { kind, level, steps, message };
}
