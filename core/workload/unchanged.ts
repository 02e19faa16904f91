/** UPDATE: what the old object already had is not judged again, or nobody could scale or label what runs already. */
import type { Defect, ImageUse, Workload } from './visit.ts';

/** Each place's content; null where two things claim one place, which then proves nothing. */
type Places = ReadonlyMap<string, string | null>;

/**
 * The new object's workloads with only those images and defects that the old object does not have with the same text at the
 * same place. What has no place (no name, or a name that occurs twice in its list, in either version) always stays.
 */
export function changedOnly(now: readonly Workload[], old: readonly Workload[]): Workload[] {
  const isNewImage = notIn(old, now, ({ images }) => images, imageText);
  const isNewDefect = notIn(old, now, ({ defects }) => defects, defectText);
  return now.map((workload) => ({
    ...workload,
    images: workload.images.filter(isNewImage),
    defects: workload.defects.filter(isNewDefect),
  }));
}

type Placed = { readonly place: string | null };

const imageText = ({ image }: ImageUse): string => image;
const defectText = ({ rule, detail }: Defect): string => `${rule}: ${detail}`;

function notIn<T extends Placed>(
  old: readonly Workload[],
  now: readonly Workload[],
  things: (workload: Workload) => readonly T[],
  text: (thing: T) => string,
): (thing: T) => boolean {
  const [oldPlaces, nowPlaces] = [placesOf(old.flatMap(things), text), placesOf(now.flatMap(things), text)];
  const isIn = (places: Places, thing: T): boolean => thing.place !== null && places.get(thing.place) === text(thing);
  return (thing) => !(isIn(oldPlaces, thing) && isIn(nowPlaces, thing));
}

function placesOf<T extends Placed>(things: readonly T[], text: (thing: T) => string): Places {
  const places = new Map<string, string | null>();
  for (const thing of things) {
    if (thing.place !== null) places.set(thing.place, places.has(thing.place) ? null : text(thing));
  }
  return places;
}
