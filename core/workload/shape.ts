/**
 * Custom resources, judged by shape: any list under `containers`, `initContainers` or `ephemeralContainers`, and image
 * volumes, wherever they stand. Items without an image are skipped, because charts patch containers by name.
 * Paths are spelled only where something is found: most of a custom resource is something else.
 */
import { maxImageListItems, maxNestingDepth } from '../limits.ts';
import { isObject, own, ownText } from './json.ts';
import { countNames, imageItemSpot, itemSpot, keySpot, type NameCounts, type Spot, uniqueName } from './spot.ts';
import { type Defect, type Found, type ImageList, imageLists } from './types.ts';

/** One object or list on the way down. `spot` and `counts` are worked out once, when first asked for. */
interface Node {
  readonly value: object;
  readonly parent: Node | null;
  readonly step: string | number;
  spot: Spot | null;
  counts: NameCounts | null;
}

/** Walks an object that stands at `at`, on the given level of its document (the document itself is level 1); its metadata is left out. */
export function readShape(found: Found, object: Record<string, unknown>, at: Spot, level: number): void {
  walk(found, { value: object, parent: null, step: '', spot: at, counts: null }, level);
}

function walk(found: Found, node: Node, level: number): void {
  if (level > maxNestingDepth) found.defects.push(tooDeep(spotOf(node).path));
  else if (Array.isArray(node.value)) walkList(found, node, node.value, level);
  else if (isObject(node.value)) walkObject(found, node, node.value, level);
}

function walkObject(found: Found, node: Node, object: Record<string, unknown>, level: number): void {
  for (const list of imageLists) {
    if (Object.hasOwn(object, list)) descend(found, node, list, object[list], level);
  }
  for (const key of Object.keys(object)) {
    const isRootMetadata = node.parent === null && key === 'metadata';
    if (!isRootMetadata && !isImageList(key)) descend(found, node, key, object[key], level);
  }
}

function walkList(found: Found, node: Node, items: readonly unknown[], level: number): void {
  if (isImageList(node.step) && items.length > maxImageListItems) {
    found.defects.push(tooMany(spotOf(node).path, items.length));
    return;
  }
  for (let position = 0; position < items.length; position++) {
    if (isImageList(node.step)) readItem(found, node, node.step, items[position], position);
    descend(found, node, position, items[position], level);
  }
}

function descend(found: Found, parent: Node, step: string | number, value: unknown, level: number): void {
  if (typeof value === 'object' && value !== null) walk(found, { value, parent, step, spot: null, counts: null }, level + 1);
}

function readItem(found: Found, node: Node, list: ImageList, item: unknown, position: number): void {
  const isVolume = list === 'volumes';
  const image = isVolume ? ownText(own(item, 'image'), 'reference') : ownText(item, 'image');
  if (image === null) return;
  const spot = keySpot(imageItemSpot(spotOf(node), position, uniqueName(item, countsOf(node))), 'image');
  found.images.push({ image, ...(isVolume ? keySpot(spot, 'reference') : spot), list, container: ownText(item, 'name') });
}

function isImageList(step: string | number): step is ImageList {
  return step === 'containers' || step === 'initContainers' || step === 'ephemeralContainers' || step === 'volumes';
}

function spotOf(node: Node): Spot {
  node.spot ??= node.parent === null ? { path: '', place: '' } : spotBelow(node.parent, node);
  return node.spot;
}

function spotBelow(parent: Node, { step, value }: Node): Spot {
  if (typeof step === 'string') return keySpot(spotOf(parent), step);
  return itemSpot(spotOf(parent), step, uniqueName(value, countsOf(parent)));
}

function countsOf(node: Node): NameCounts {
  node.counts ??= Array.isArray(node.value) ? countNames(node.value) : new Map<string, number>();
  return node.counts;
}

/** A list that was not looked at: it can never count as unchanged. */
function tooMany(path: string, count: number): Defect {
  const detail = `${count} items, expected at most ${maxImageListItems}`;
  return { rule: 'malformed-image', path, list: null, container: null, detail, fix: 'make the list shorter', place: null };
}

/** Something nested too deeply to be looked at: it can never count as unchanged. */
export function tooDeep(path: string): Defect {
  const detail = `nested deeper than ${maxNestingDepth} levels`;
  return { rule: 'malformed-image', path, list: null, container: null, detail, fix: 'nest it less deeply', place: null };
}
