/** What entries must not say together: two allows for one place, and an end that hands over to something weaker. */

import { lacksEvidence } from '../evidence/lacks.ts';
import { asksNothing } from '../evidence/requirement.ts';
import { type MergedEntry, scopeOf } from './merge.ts';
import { isWeakerMode } from './mode.ts';
import type { Entry, Requirements } from './policy.ts';
import { maxProblems, type Problem } from './shape.ts';
import { canMeet, patternCovers } from './where.ts';

type ScopeEntries = ReadonlyMap<string, readonly Entry[]>;

/** Entries at one scope: they are compared pair by pair. */
const maxPerScope = 100;

type Item = string | MergedEntry;

/** One problem for each entry that cannot stand beside another, `maxProblems` at most. */
export function entryProblems(images: readonly Item[], byScope: ScopeEntries): Problem[] {
  if (byScope.size === images.length && images.every((item) => typeof item === 'string')) return [];
  const seen = new Map<string, number[]>();
  const problems: Problem[] = [];
  for (const [index, item] of images.entries()) {
    const scope = scopeOf(item);
    const before = seen.get(scope) ?? [];
    seen.set(scope, before);
    const entries = byScope.get(scope) ?? [];
    const entry = entries[before.length];
    if (entry === undefined) continue;
    before.push(index);
    if (before.length > maxPerScope) problems.push(tooMany(scope, index));
    else problems.push(...clashes(scope, entries, before), ...takeOvers(scope, entry, index, byScope));
    if (problems.length >= maxProblems) break;
  }
  return problems.slice(0, maxProblems);
}

function tooMany(scope: string, index: number): Problem {
  return {
    steps: ['images', index],
    onKey: false,
    expected: `at most ${maxPerScope} entries of one scope`,
    got: `one more of ${scope}`,
    hint: null,
  };
}

/** `before` holds the indexes of the scope's entries up to and with this one. */
function clashes(scope: string, entries: readonly Entry[], before: readonly number[]): Problem[] {
  const index = before.at(-1) ?? 0;
  const entry = entries[before.length - 1];
  const other = entries
    .slice(0, before.length - 1)
    .findIndex((one) => entry?.effect === 'allow' && one.effect === 'allow' && canMeet(one.where, entry.where));
  if (other < 0) return [];
  const got = `${scope} in images[${before[other]}] and images[${index}]`;
  const hint = 'remove one, or give both a `where` that cannot hold for the same place';
  return [{ steps: ['images', index], onKey: false, expected: 'one allow of a scope for each place', got, hint }];
}

/** When an entry with an end is over, the next wider one decides: it must not ask for less. */
function takeOvers(scope: string, entry: Entry, index: number, byScope: ScopeEntries): Problem[] {
  if (entry.untilMs === null) return [];
  const { untilMs } = entry;
  for (const wider of widerScopes(scope)) {
    const entries = byScope.get(wider) ?? [];
    const denies = entries.filter(({ effect, where }) => effect === 'deny' && where === null);
    if (denies.some(({ mode, enforceFromMs }) => mode === null && enforceFromMs === null)) return [];
    if (denies.length > 0 && entry.mode === null) return [weakerHeir(scope, wider, index)];
    const heirs = entries.filter(
      (one) => one.effect === 'allow' && canMeet(one.where, entry.where) && (one.untilMs ?? untilMs + 1) > untilMs,
    );
    if (heirs.some((heir) => isWeaker(heir, entry))) return [weakerHeir(scope, wider, index)];
    if (heirs.some(({ where, untilMs: end }) => where === null && end === null)) return [];
  }
  return [];
}

function weakerHeir(scope: string, wider: string, index: number): Problem {
  return {
    steps: ['images', index, 'until'],
    onKey: true,
    expected: `an end after which no weaker entry decides for ${scope}`,
    got: `${wider}, which would then decide and asks for less`,
    hint: `add the same \`require\` to ${wider}, or deny ${scope} after that date by hand`,
  };
}

function isWeaker(heir: Entry, entry: Entry): boolean {
  const { digest, deniedTags, evidence } = entry.require;
  const asks = digest || deniedTags.length > 0 || !asksNothing(evidence);
  const softens = isWeakerMode(heir.mode ?? 'enforce', entry.mode ?? 'enforce') || (heir.enforceFromMs ?? 0) > (entry.untilMs ?? 0);
  return (asks && softens) || lacks(heir.require, entry.require);
}

function lacks(has: Requirements, needs: Requirements): boolean {
  if (needs.digest && !has.digest && asksNothing(has.evidence)) return true;
  return (
    needs.deniedTags.some((tag) => !has.deniedTags.some((wider) => patternCovers(wider, tag))) ||
    lacksEvidence(has.evidence, needs.evidence)
  );
}

/** `a.b.c/d/e:t` -> `a.b.c/d/e`, `a.b.c/d`, `a.b.c`, `*.b.c` */
export function widerScopes(scope: string): string[] {
  const wider: string[] = [];
  const slash = scope.indexOf('/');
  const suffix = slash < 0 ? -1 : scope.slice(slash).search(/[:@]/);
  let name = suffix < 0 ? scope : scope.slice(0, slash + suffix);
  if (name !== scope) wider.push(name);
  for (let cut = name.lastIndexOf('/'); cut > 0; cut = name.lastIndexOf('/')) {
    name = name.slice(0, cut);
    wider.push(name);
  }
  const dot = name.indexOf('.');
  return dot < 0 || name.startsWith('*') ? wider : [...wider, `*${name.slice(dot)}`];
}
