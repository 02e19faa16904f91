/** The lists of a Pod spec, read strictly: in a built-in kind whatever is not an image where one belongs is a defect. */
import { maxImageListItems } from '../limits.ts';
import { describe, isObject, own, ownText } from './json.ts';
import { countNames, imageItemSpot, keySpot, type NameCounts, type Spot, uniqueName } from './spot.ts';
import { type Defect, type Found, type ImageList, imageLists } from './types.ts';

/** Every list of a Pod spec that stands at `at`. */
export function readPodSpec(found: Found, spec: Record<string, unknown>, at: Spot): void {
  const containers = own(spec, 'containers') ?? [];
  if (Array.isArray(containers) && containers.length === 0) found.defects.push(noContainers(keySpot(at, 'containers')));
  for (const list of imageLists) readImageList(found, spec, at, list);
}

/** One list of the object that stands at `at`; absent and null are an empty list. */
export function readImageList(found: Found, holder: Record<string, unknown>, at: Spot, list: ImageList): void {
  const items = own(holder, list) ?? null;
  if (items === null) return;
  const spot = keySpot(at, list);
  if (!Array.isArray(items)) found.defects.push(misshapen(spot, list, null, `${list} is ${describe(items)}, expected a list`));
  else if (items.length > maxImageListItems)
    found.defects.push(misshapen(spot, list, null, `${list} has ${items.length} items, expected at most ${maxImageListItems}`));
  else readItems(found, items, spot, list);
}

/** Names are counted, and places spelled, only where something is found: most volumes bear no image. */
function readItems(found: Found, items: readonly unknown[], at: Spot, list: ImageList): void {
  let counts: NameCounts | null = null;
  for (let position = 0; position < items.length; position++) {
    const item = items[position];
    const isVolume = list === 'volumes';
    // Only image volumes bear an image; `image: null` is no source at all, as in the API server.
    if (isVolume && isObject(item) && (own(item, 'image') ?? null) === null) continue;
    counts ??= countNames(items);
    const spot = imageItemSpot(at, position, uniqueName(item, counts));
    if (!isObject(item)) found.defects.push(misshapen(spot, list, null, `the item is ${describe(item)}, expected an object`));
    else if (isVolume) readVolume(found, item, spot);
    else readText(found, own(item, 'image'), keySpot(spot, 'image'), list, ownText(item, 'name'));
  }
}

function readVolume(found: Found, volume: Record<string, unknown>, at: Spot): void {
  const source = own(volume, 'image');
  const spot = keySpot(at, 'image');
  const container = ownText(volume, 'name');
  if (isObject(source)) readText(found, own(source, 'reference'), keySpot(spot, 'reference'), 'volumes', container);
  else found.defects.push(misshapen(spot, 'volumes', container, `the volume's image is ${describe(source)}, expected an object`));
}

function readText(found: Found, image: unknown, { path, place }: Spot, list: ImageList, container: string | null): void {
  if (typeof image === 'string' && image !== '') found.images.push({ image, path, list, container, place });
  else found.defects.push({ ...noText(image, list), path, list, container, place });
}

function noText(image: unknown, list: ImageList): Pick<Defect, 'rule' | 'detail' | 'fix'> {
  const [bearer, noun] = list === 'volumes' ? ['image volume', 'reference'] : ['container', 'image'];
  if (image === undefined || image === null || image === '')
    return { rule: 'missing-image', detail: `the ${bearer} has no ${noun}`, fix: `name the image to run under ${noun}` };
  return { rule: 'malformed-image', detail: `the ${noun} is ${describe(image)}, expected a string`, fix: `write the ${noun} as a string` };
}

function noContainers(spot: Spot): Defect {
  const fix = 'give the Pod spec at least one container';
  return { rule: 'missing-image', ...spot, list: 'containers', container: null, detail: 'the Pod spec has no containers', fix };
}

/** Nothing below is looked at, so it can never count as unchanged. */
function misshapen({ path }: Spot, list: ImageList, container: string | null, detail: string): Defect {
  return { rule: 'malformed-image', path, list, container, detail, fix: 'write it as the Kubernetes API defines it', place: null };
}
