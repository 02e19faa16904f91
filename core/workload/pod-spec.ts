/** The lists of a Pod spec, read strictly: in a built-in kind whatever is not an image where one belongs is a defect. */
import { maxImageListItems } from '../limits.ts';
import { describe, isObject, own, ownText } from './json.ts';
import { countNames, imageItemSpot, keySpot, type Spot, uniqueName } from './spot.ts';
import { type Defect, type Found, type ImageList, imageLists } from './types.ts';

/** Every list of a Pod spec that stands at `at`. */
export function readPodSpec(found: Found, spec: Record<string, unknown>, at: Spot): void {
  const containers = own(spec, 'containers') ?? [];
  if (Array.isArray(containers) && containers.length === 0) {
    const spot = keySpot(at, 'containers');
    const fix = 'give the Pod spec at least one container';
    found.defects.push({
      rule: 'missing-image',
      ...spot,
      list: 'containers',
      container: null,
      detail: 'the Pod spec has no containers',
      fix,
    });
  }
  for (const list of imageLists) readImageList(found, spec, at, list);
}

/** One list of the object that stands at `at`; absent and null are an empty list. */
export function readImageList(found: Found, holder: Record<string, unknown>, at: Spot, list: ImageList): void {
  const items = own(holder, list) ?? [];
  const spot = keySpot(at, list);
  if (!Array.isArray(items)) {
    found.defects.push(misshapen(spot, list, null, `${list} is ${describe(items)}, expected a list`));
    return;
  }
  if (items.length > maxImageListItems) {
    found.defects.push(misshapen(spot, list, null, `${list} has ${items.length} items, expected at most ${maxImageListItems}`));
    return;
  }
  const counts = countNames(items);
  for (let position = 0; position < items.length; position++) {
    const item: unknown = items[position];
    const itemSpot = imageItemSpot(spot, position, uniqueName(item, counts));
    if (!isObject(item)) found.defects.push(misshapen(itemSpot, list, null, `the item is ${describe(item)}, expected an object`));
    else if (list === 'volumes') readVolume(found, item, itemSpot);
    else readText(found, own(item, 'image'), { spot: keySpot(itemSpot, 'image'), list, container: ownText(item, 'name'), noun: 'image' });
  }
}

/** Only image volumes bear an image; `image: null` is no source at all, as in the API server. */
function readVolume(found: Found, volume: Record<string, unknown>, at: Spot): void {
  const source = own(volume, 'image') ?? null;
  if (source === null) return;
  const spot = keySpot(at, 'image');
  const container = ownText(volume, 'name');
  if (!isObject(source)) {
    found.defects.push(misshapen(spot, 'volumes', container, `the volume's image is ${describe(source)}, expected an object`));
    return;
  }
  readText(found, own(source, 'reference'), { spot: keySpot(spot, 'reference'), list: 'volumes', container, noun: 'reference' });
}

interface Bearer {
  readonly spot: Spot;
  readonly list: ImageList;
  readonly container: string | null;
  readonly noun: 'image' | 'reference';
}

function readText(found: Found, image: unknown, { spot, list, container, noun }: Bearer): void {
  if (image === undefined || image === null || image === '') {
    const bearer = list === 'volumes' ? 'image volume' : 'container';
    const fix = `name the image to run under ${noun}`;
    found.defects.push({ rule: 'missing-image', ...spot, list, container, detail: `the ${bearer} has no ${noun}`, fix });
  } else if (typeof image !== 'string') {
    const detail = `the ${noun} is ${describe(image)}, expected a string`;
    found.defects.push({ rule: 'malformed-image', ...spot, list, container, detail, fix: `write the ${noun} as a string` });
  } else {
    found.images.push({ image, ...spot, list, container });
  }
}

/** Nothing below is looked at, so it can never count as unchanged. */
function misshapen({ path }: Spot, list: ImageList, container: string | null, detail: string): Defect {
  return { rule: 'malformed-image', path, list, container, detail, fix: 'write it as the Kubernetes API defines it', place: null };
}
