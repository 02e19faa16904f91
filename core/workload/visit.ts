/** The one visitor that knows where images hide. No rule walks an object itself, so no rule can forget a list. */
import { maxNestingDepth } from '../limits.ts';
import { quote } from '../text.ts';
import { describe, isObject, own, ownText } from './json.ts';
import { type Form, formOf, groupOf } from './kinds.ts';
import { readImageList, readPodSpec } from './pod-spec.ts';
import { readShape, tooDeep } from './shape.ts';
import { itemSpot, keySpot, type Spot } from './spot.ts';
import type { Defect, Found, Workload } from './types.ts';

export type { Defect, ImageUse, Workload } from './types.ts';

export interface VisitOptions {
  /** What the review says the object is. It holds where the object is silent; a different kind in the object is a defect. */
  readonly kind?: { readonly group: string; readonly kind: string } | null;
  /** Put before every path, for an object inside another document. */
  readonly pathPrefix?: string;
  /** Items of a List that are looked at; more are one defect. A dump of a cluster has any number, a review has none. */
  readonly maxItems?: number;
}

/** An object on its way: where it stands, how deep, and what others say it is. */
interface Visit {
  readonly at: Spot;
  /** Levels of objects and lists, the document itself is 1. */
  readonly level: number;
  readonly said: { readonly group: string; readonly kind: string } | null;
  /** The review's word is checked against the object's; a list's is only a default. */
  readonly isReview: boolean;
  readonly maxItems: number;
}

/**
 * Every workload in an object: one, or one for each item of a List (none for an empty one). Takes any JSON value and never
 * throws; what cannot be read is a defect, never silence. Time grows linearly with the object, and built-in kinds cost only
 * their Pod spec.
 */
export function visit(object: unknown, options: VisitOptions = {}): Workload[] {
  const prefix = options.pathPrefix ?? '';
  const { kind: said = null, maxItems = Number.POSITIVE_INFINITY } = options;
  return visitObject(object, { at: { path: prefix, place: prefix }, level: 1, said, isReview: true, maxItems });
}

function visitObject(object: unknown, way: Visit): Workload[] {
  if (!isObject(object)) return [emptyWorkload(way, noObject(way.at))];
  if (way.level > maxNestingDepth) return [emptyWorkload(way, tooDeep(way.at.path))];
  const ownKind = ownText(object, 'kind');
  const apiVersion = ownText(object, 'apiVersion');
  const kind = ownKind ?? (way.said?.kind || null);
  const form = formOf(kind, groupsOf(ownKind, apiVersion, way.said));
  const found: Found = { images: [], defects: identityDefects(object, ownKind, way) };
  const podSpec = read(found, object, form, way);
  const metadata = own(object, 'metadata');
  const [name, namespace] = [nameIn(metadata), ownText(metadata, 'namespace')];
  const self = { kind, apiVersion, name, namespace, path: way.at.path, podSpec, images: found.images, defects: found.defects };
  return form.type === 'list' ? visitItems(object, form.of, way, self) : [self];
}

/** The items; the list itself only when something is wrong with it. */
function visitItems(object: Record<string, unknown>, of: Visit['said'], way: Visit, list: Workload): Workload[] {
  const items = own(object, 'items') ?? [];
  const at = keySpot(way.at, 'items');
  if (!Array.isArray(items)) {
    const detail = `items is ${describe(items)}, expected a list`;
    return [{ ...list, defects: [...list.defects, malformed(at, detail, 'write the objects as a list')] }];
  }
  if (items.length > way.maxItems) {
    const detail = `items has ${items.length} items, expected at most ${way.maxItems}`;
    return [{ ...list, defects: [...list.defects, malformed(at, detail, 'send fewer objects at once')] }];
  }
  const visitItem = (item: unknown, position: number): Workload[] =>
    visitObject(item, { at: itemSpot(at, position, null), level: way.level + 2, said: of, isReview: false, maxItems: way.maxItems });
  return [...(list.defects.length > 0 ? [list] : []), ...items.flatMap(visitItem)];
}

type PodForm = Extract<Form, { type: 'pod' }>;

/** Reads the object's own images into `found`; the answer is the Pod spec, where the kind has one at a fixed place. */
function read(found: Found, object: Record<string, unknown>, form: Form, { at, level }: Visit): Workload['podSpec'] {
  switch (form.type) {
    case 'pod':
      return readPod(found, object, form, at);
    case 'ephemeral':
      readImageList(found, object, at, 'ephemeralContainers');
      return null;
    case 'shape':
      readShape(found, object, at, level);
      return null;
    case 'list':
    case 'opaque':
      return null;
  }
}

function readPod(found: Found, object: Record<string, unknown>, { steps, spot: alone }: PodForm, at: Spot): Workload['podSpec'] {
  let holder: unknown = object;
  for (let i = 0; i < steps.length - 1; i++) holder = own(holder, steps[i] as string);
  const spec = own(holder, 'spec');
  const spot = at.path === '' ? alone : steps.reduce(keySpot, at);
  if (isObject(spec)) {
    readPodSpec(found, spec, spot);
    return { path: spot.path, spec, metadata: own(holder, 'metadata') ?? null };
  }
  const detail = spec === undefined || spec === null ? 'there is no Pod spec' : `the Pod spec is ${describe(spec)}, expected an object`;
  found.defects.push({ rule: 'missing-image', ...spot, list: null, container: null, detail, fix: 'give it a Pod spec with containers' });
  return null;
}

/** The groups that the object may be of, by its own word and by others'. */
function groupsOf(ownKind: string | null, apiVersion: string | null, said: Visit['said']): readonly string[] {
  if (apiVersion === null) return [said?.group ?? ''];
  return said === null || (ownKind !== null && said.kind !== ownKind) ? [groupOf(apiVersion)] : [groupOf(apiVersion), said.group];
}

function identityDefects(object: Record<string, unknown>, ownKind: string | null, { at, said, isReview }: Visit): Defect[] {
  const defects: Defect[] = [];
  for (const key of ['kind', 'apiVersion']) {
    const value = own(object, key) ?? '';
    if (typeof value !== 'string')
      defects.push(malformed(keySpot(at, key), `the ${key} is ${describe(value)}, expected a string`, `write the ${key} as a string`));
  }
  if (isReview && ownKind !== null && said?.kind && said.kind !== ownKind) {
    const detail = `the request says ${quote(said.kind)}, the object says ${quote(ownKind)}`;
    defects.push(malformed(keySpot(at, 'kind'), detail, 'send an object of the kind that the request names'));
  }
  return defects;
}

function nameIn(metadata: unknown): string | null {
  const name = ownText(metadata, 'name');
  if (name !== null) return name;
  const generateName = ownText(metadata, 'generateName');
  return generateName === null ? null : `${generateName}*`;
}

function emptyWorkload({ at, said }: Visit, defect: Defect): Workload {
  const kind = said?.kind || null;
  return { kind, apiVersion: null, name: null, namespace: null, path: at.path, podSpec: null, images: [], defects: [defect] };
}

function noObject({ path }: Spot): Defect {
  const detail = 'there is no object to judge';
  return { rule: 'missing-image', path, list: null, container: null, detail, fix: 'send the whole object', place: null };
}

/** Of the object as a whole: never unchanged, whatever the old one looked like. */
function malformed({ path }: Spot, detail: string, fix: string): Defect {
  return { rule: 'malformed-image', path, list: null, container: null, detail, fix, place: null };
}
