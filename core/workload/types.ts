/** What the visitor hands on. Every text in it was written by whoever made the object: hostile until it is escaped. */

/** The lists that can hold an image, in the order in which they are reported. */
export const imageLists = ['containers', 'initContainers', 'ephemeralContainers', 'volumes'] as const;

export type ImageList = (typeof imageLists)[number];

/** One place that names an image to be pulled. */
export interface ImageUse {
  /** The text as written, hostile, never empty. */
  readonly image: string;
  /** From the document's root: `spec.template.spec.containers[0].image`. Printable ASCII, at most about `maxPathLength` characters. */
  readonly path: string;
  readonly list: ImageList;
  /** The item's name; null when it has none, or one that is no string. */
  readonly container: string | null;
  /** Identity across an UPDATE: the path with list positions replaced by names; null when the item has no name of its own. */
  readonly place: string | null;
}

/** Something that must not be taken for "no image here". */
export interface Defect {
  readonly rule: 'missing-image' | 'malformed-image';
  readonly path: string;
  readonly list: ImageList | null;
  readonly container: string | null;
  /** One clause, printable ASCII. */
  readonly detail: string;
  readonly fix: string;
  /** As in `ImageUse`; null also where the object below was not looked at, so that nobody can tell whether it changed. */
  readonly place: string | null;
}

/** One object that may run images. */
export interface Workload {
  readonly kind: string | null;
  readonly apiVersion: string | null;
  /** `metadata.name`, else `metadata.generateName` and `*`. */
  readonly name: string | null;
  readonly namespace: string | null;
  /** `''` for the object itself, `items[3]` inside a List. */
  readonly path: string;
  /** Of built-in kinds only; `metadata` is the Pod's or its template's, null when absent. */
  readonly podSpec: { readonly path: string; readonly spec: Record<string, unknown>; readonly metadata: unknown } | null;
  readonly images: readonly ImageUse[];
  readonly defects: readonly Defect[];
}

/** Where a walk puts what it finds. */
export interface Found {
  readonly images: ImageUse[];
  readonly defects: Defect[];
}
