/**
 * Where something stands in an object, in two spellings: `path` for people (list positions) and `place` for comparing two
 * versions of the object (names instead of positions).
 *
 *     path  = step *( step )          place: the same, with `[name=app]` for an item whose name is its own
 *     step  = .identifier | ["any other key"] | [position]
 *
 * Names and keys that are not plain are written as JSON strings with everything but printable ASCII escaped: two different
 * places never have one spelling, and no control character reaches a terminal.
 */
import { maxPathLength } from '../limits.ts';
import { quote } from '../text.ts';
import { ownText } from './json.ts';

export interface Spot {
  readonly path: string;
  /** Null when the spot cannot be told from others. */
  readonly place: string | null;
}

function extend(at: Spot, step: string, placeStep: string | null): Spot {
  const place = at.place === null || placeStep === null || at.place.length + placeStep.length > maxPathLength ? null : at.place + placeStep;
  return { path: at.path + (at.path.length + step.length > maxPathLength ? '...' : step), place };
}

/** Keys that stand in every Pod: asking a regular expression about them costs more than an image's look-up. */
const usualKeys: ReadonlySet<string> = new Set([
  'spec',
  'template',
  'jobTemplate',
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
  'image',
  'reference',
]);

/** The value under a key. */
export function keySpot(at: Spot, key: string): Spot {
  const plain = usualKeys.has(key) || /^[A-Za-z_][A-Za-z0-9_]*$/.test(key);
  // A cut key is longer than the limit, so that extend() cannot take it for another key's place.
  const step = plain ? `${at.path === '' ? '' : '.'}${key}` : `[${quote(key, maxPathLength)}]`;
  return extend(at, step, step);
}

function nameStep(name: string): string {
  return `[name=${/^[A-Za-z0-9_.-]+$/.test(name) ? name : quote(name, maxPathLength)}]`;
}

/** An item that bears an image: without a name of its own it has no place. */
export function imageItemSpot(at: Spot, position: number, name: string | null): Spot {
  return extend(at, `[${position}]`, name === null ? null : nameStep(name));
}

/** An item of any other list: without a name of its own its position is its place. */
export function itemSpot(at: Spot, position: number, name: string | null): Spot {
  const step = `[${position}]`;
  return extend(at, step, name === null ? step : nameStep(name));
}

/** How often each name occurs among a list's items; `alone` where the list has one. */
export type NameCounts = ReadonlyMap<string, number> | 'alone';

export function countNames(list: readonly unknown[]): NameCounts {
  if (list.length === 1) return 'alone';
  const counts = new Map<string, number>();
  for (const item of list) {
    const name = ownText(item, 'name');
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The item's name when no other item of its list has it, else null. */
export function uniqueName(item: unknown, counts: NameCounts): string | null {
  const name = ownText(item, 'name');
  return name !== null && (counts === 'alone' || counts.get(name) === 1) ? name : null;
}
