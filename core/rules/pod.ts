/** A workload as its rules see it. The one visitor: no rule walks a list of containers itself, so none can forget one. */
import { type ImageReference, isRefusal, parseReference } from '../image/reference.ts';
import { ownText } from '../workload/json.ts';
import { countNames, imageItemSpot, type Spot, uniqueName } from '../workload/spot.ts';
import type { ImageList, ImageUse, Workload } from '../workload/types.ts';
import { at, type Field, type ItemOf, isOneOf, itemsOf } from './field.ts';

export interface Pod {
  /** The minor version of the standards: 25 for v1.25, Infinity for the latest. */
  readonly minor: number;
  readonly spec: Field;
  readonly annotations: Field;
  /** Containers that run for the Pod's work: its containers and init containers. */
  readonly lasting: readonly Field[];
  /** All containers, ephemeral ones too. */
  readonly containers: readonly Field[];
  /** Everything that has a security context: the Pod spec and all containers. */
  readonly holders: readonly Field[];
  readonly volumes: readonly Field[];
  /** Every image that parses, of custom resources too. */
  readonly images: readonly NamedImage[];
  readonly isWindows: boolean;
  /** Root in its containers is nobody on the node. */
  readonly hasUserNamespace: boolean;
}

interface NamedImage {
  readonly use: ImageUse;
  readonly reference: ImageReference;
}

/** Of a custom resource only the images are seen: it has no containers here. */
export function podOf({ podSpec, images }: Workload, minor: number): Pod {
  const path = podSpec?.path ?? '';
  const spec = rootField(podSpec?.spec, path);
  const metadata = rootField(podSpec?.metadata, path.replace(/spec$/, 'metadata'));
  const lasting = [...namedItems(spec, 'containers'), ...namedItems(spec, 'initContainers')];
  const containers = [...lasting, ...namedItems(spec, 'ephemeralContainers')];
  return {
    minor,
    spec,
    annotations: at(metadata, 'annotations'),
    lasting,
    containers,
    holders: [spec, ...containers],
    volumes: namedItems(spec, 'volumes'),
    images: images.flatMap(nameImage),
    isWindows: isOneOf(at(spec, 'os', 'name'), ['windows']),
    hasUserNamespace: isOneOf(at(spec, 'hostUsers'), [false]),
  };
}

function rootField(value: unknown, path: string): Field {
  return { value, isReadable: true, owner: null, spot: (): Spot => ({ path, place: path }) };
}

/** Containers and volumes are known by name; one without a name of its own is never the same as another. */
function namedItems(spec: Field, key: ImageList): Field[] {
  const list = at(spec, key);
  const counts = Array.isArray(list.value) ? countNames(list.value) : new Map<string, number>();
  const itemOf: ItemOf = ({ spot }, value, position) => ({
    value,
    isReadable: true,
    owner: { list: key, name: ownText(value, 'name') },
    spot: () => imageItemSpot(spot(), position, uniqueName(value, counts)),
  });
  return [...itemsOf(list, itemOf)];
}

function nameImage(use: ImageUse): NamedImage[] {
  const reference = parseReference(use.image);
  return isRefusal(reference) ? [] : [{ use, reference }];
}
