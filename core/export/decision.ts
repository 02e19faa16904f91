/**
 * CEL: which images the entries refuse. An allow `a` admits an image that it covers unless a deny that is as specific, or more
 * specific, covers it too, or an allow that is gets less than it asks for. Keys tell what is more specific: of two that cover
 * one image, the longer one; wildcards are the least specific.
 */
import type { Requirements } from '../policy/policy.ts';
import { celAll, celAny, celList, celMatches, celText } from './cel.ts';
import type { BoundKeys, FlatPolicy, KeyList } from './flatten.ts';
import type { Variable } from './image-uses.ts';

/** An image `i` (image-names.ts) is below the allow or requirement key `k`. */
const below = (k: string): string => `(i[3].startsWith(${k}) || i[5].startsWith(${k}))`;

/** Beside a digest a tag can only be denied. */
const belowDeny = (k: string): string => `(i[3].startsWith(${k}) || i[4].startsWith(${k}) || i[5].startsWith(${k}))`;

/** Of two keys that cover one image: `k` is not wider than `a`. */
const within = (k: string): string => `(a.startsWith('*') || ${k}.startsWith(a))`;

/** Ends with `refused`: the images that may not run. */
export function decisionVariables(flat: FlatPolicy): Variable[] {
  return [
    { name: 'allowed', expression: listOf(flat.allowed) },
    { name: 'denied', expression: listOf(flat.denied) },
    ...flat.bound.map(({ lists }, index) => ({ name: boundName(index), expression: listOf(lists) })),
    { name: 'refused', expression: `variables.images.filter(i, !(${admits(flat)}))` },
  ];
}

function admits({ require, bound }: FlatPolicy): string {
  const denied = `variables.denied.exists(d, ${within('d')} && ${belowDeny('d')})`;
  const unmet = bound.map(unmetBound);
  const allow = `variables.allowed.exists(a, ${[below('a'), `!${denied}`, ...unmet.map((one) => `!(${one})`)].join('\n  && ')})`;
  return celAll(["i[2] != ''", ...unmetBy(require).map((one) => `!(${one})`), allow]);
}

function unmetBound({ require }: BoundKeys, index: number): string {
  return `(${celAny(unmetBy(require))}) && variables.${boundName(index)}.exists(b, ${within('b')} && ${below('b')})`;
}

/** CEL terms, one of which holds when an image does not fulfil the requirements. */
export function unmetBy({ digest, deniedTags }: Requirements): string[] {
  return [...(digest ? ["!i[3].contains('@')"] : []), ...deniedTags.map(tagMatches)];
}

/** Nothing but a tag follows "/:" in a key, and beside a digest it is not looked at. */
function tagMatches(pattern: string): string {
  const text = pattern.endsWith('*') ? `/:${pattern.slice(0, -1)}` : `/:${pattern}/`;
  return `i[3].contains(${celText(text)})`;
}

/** CEL for an image `i`: some deny covers it; some allow covers it. */
export const isDenied = `variables.denied.exists(d, ${belowDeny('d')})`;
export const isAllowed = `variables.allowed.exists(a, ${below('a')})`;

function boundName(index: number): string {
  return `bound${index + 1}`;
}

function listOf(lists: readonly KeyList[]): string {
  const always = lists.filter(({ namespaces }) => namespaces === null).flatMap(({ keys }) => keys);
  const some = lists.flatMap(({ namespaces, keys }) =>
    namespaces === null ? [] : [`(${celMatches('request.namespace', namespaces)} ? ${celList(keys)} : [])`],
  );
  return [...(always.length > 0 || some.length === 0 ? [celList(always)] : []), ...some].join(' + ');
}
