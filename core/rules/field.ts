/**
 * One value somewhere in a Pod, with its place. Rules read through fields only: absent and null are the same, as in the API
 * server, and whatever hangs below a value of the wrong type is unreadable, which no rule takes for harmless.
 */
import { quote } from '../text.ts';
import { describe, isObject, own } from '../workload/json.ts';
import { itemSpot, keySpot, type Spot } from '../workload/spot.ts';
import type { ImageList } from '../workload/types.ts';

/** Items of one list that are read. A container that lists a range of ports has thousands; nothing has more. */
export const maxListItems = 10_000;

export interface Field {
  /** Hostile; undefined when absent or unreadable. */
  readonly value: unknown;
  /** False below a value of the wrong type; the spot is then that value's. */
  readonly isReadable: boolean;
  /** The container or volume that it belongs to; null for the Pod's own. */
  readonly owner: Owner | null;
  /** Worked out only when something is wrong there. */
  readonly spot: () => Spot;
}

export interface Owner {
  readonly list: ImageList;
  /** Hostile; null when it has none, or one that is no string. */
  readonly name: string | null;
}

/** The field below, by keys. */
export function at(field: Field, ...keys: readonly string[]): Field {
  return keys.reduce(child, field);
}

function child(parent: Field, key: string): Field {
  if (!parent.isReadable) return parent;
  const { value, owner, spot } = parent;
  if (value !== undefined && value !== null && !isObject(value)) return unreadable(parent);
  return { value: own(value, key), isReadable: true, owner, spot: () => keySpot(spot(), key) };
}

function unreadable({ owner, spot }: Field): Field {
  return { value: undefined, isReadable: false, owner, spot };
}

/**
 * The items of a list; one unreadable field when it is no list, and one more when it is too long. In comparisons with an
 * older object the items stand where their list stands: their order says nothing.
 */
export function* itemsOf(list: Field, itemOf: ItemOf = plainItem): Iterable<Field> {
  const { value, isReadable } = list;
  if (isReadable && (value === undefined || value === null)) return;
  if (!Array.isArray(value)) {
    yield unreadable(list);
    return;
  }
  const length = Math.min(value.length, maxListItems);
  for (let position = 0; position < length; position++) yield itemOf(list, value[position], position);
  if (value.length > maxListItems) yield unreadable(list);
}

/** How an item becomes a field. */
export type ItemOf = (list: Field, value: unknown, position: number) => Field;

function plainItem({ owner, spot }: Field, value: unknown, position: number): Field {
  return { value, isReadable: true, owner, spot: () => ({ ...itemSpot(spot(), position, null), place: spot().place }) };
}

export function isUnset({ value, isReadable }: Field): boolean {
  return isReadable && (value === undefined || value === null);
}

/** Whether the field holds one of these values. */
export function isOneOf({ value, isReadable }: Field, values: readonly unknown[]): boolean {
  return isReadable && values.includes(value);
}

export function isUnsetOr(field: Field, values: readonly unknown[]): boolean {
  return isUnset(field) || isOneOf(field, values);
}

/** The value for a message: printable ASCII, cut. */
export function say({ value, isReadable }: Field): string {
  if (!isReadable) return 'unreadable';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === undefined || value === null ? 'not set' : describe(value);
}
