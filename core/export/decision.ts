/**
 * CEL: which images the entries refuse. An allow `a` admits an image that it covers unless a deny that is as specific, or more
 * specific, covers it too, or an allow that is gets less than it asks for. Keys tell what is more specific: of two that cover
 * one image, the longer one; wildcards are the least specific.
 */
import type { Requirements } from '../policy/policy.ts';
import { celAll, celAny, celList, celMatches, celText } from './cel.ts';
import type { FlatPolicy } from './flatten.ts';
import type { Variable } from './image-uses.ts';
import type { KeyList } from './keys.ts';

/** Tests of an image `i` (image-names.ts); without wildcards they are half as long, and cost half. */
interface Tests {
  /** It is below the allow or requirement key `k`. */
  readonly below: (k: string) => string;
  /** The same of a deny: beside a digest a tag can only be denied. */
  readonly belowDeny: (k: string) => string;
  /** Of two keys that cover one image: `k` is not wider than `a`. */
  readonly within: (k: string) => string;
}

function testsFor({ allowed, denied, bound }: FlatPolicy): Tests {
  const lists = [...allowed, ...denied, ...bound.flatMap((one) => one.lists)];
  const wild = lists.some(({ keys }) => keys.some((key) => key.startsWith('*')));
  const under = (positions: readonly number[]) => (k: string) => `(${celAny(positions.map((at) => `i[${at}].startsWith(${k})`))})`;
  return {
    below: under(wild ? [3, 5] : [3]),
    belowDeny: under(wild ? [3, 4, 5] : [3, 4]),
    within: (k) => (wild ? `(a.startsWith('*') || ${k}.startsWith(a))` : `${k}.startsWith(a)`),
  };
}

/** Ends with `refused`: the images that may not run. */
export function decisionVariables(flat: FlatPolicy): Variable[] {
  return [
    { name: 'allowed', expression: listOf(flat.allowed) },
    { name: 'denied', expression: listOf(flat.denied) },
    ...flat.bound.map(({ lists }, index) => ({ name: boundName(index), expression: listOf(lists) })),
    { name: 'refused', expression: `variables.images.filter(i, !(${admits(flat)}))` },
  ];
}

function admits(flat: FlatPolicy): string {
  const { below, belowDeny, within } = testsFor(flat);
  const denied = `variables.denied.exists(d, ${within('d')} && ${belowDeny('d')})`;
  const unmet = flat.bound.map(({ require }, index) => {
    const covers = `variables.${boundName(index)}.exists(b, ${within('b')} && ${below('b')})`;
    return `!((${celAny(unmetBy(require))}) && ${covers})`;
  });
  const allow = `variables.allowed.exists(a, ${[below('a'), `!${denied}`, ...unmet].join('\n  && ')})`;
  return celAll(["i[2] != ''", ...unmetBy(flat.require).map((one) => `!(${one})`), allow]);
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

/** CEL for an image `i`: a deny covers it, an allow covers it. */
export function coverTests(flat: FlatPolicy): { readonly isDenied: string; readonly isAllowed: string } {
  const { below, belowDeny } = testsFor(flat);
  return {
    isDenied: `variables.denied.exists(d, ${belowDeny('d')})`,
    isAllowed: `variables.allowed.exists(a, ${below('a')})`,
  };
}

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
