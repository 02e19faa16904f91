/** What two policies are compared on: workloads from manifests, lists of images and recorded decisions. */
import type { Subject } from '../check/subjects.ts';
import { own, ownText } from '../workload/json.ts';
import type { ImageUse, Workload } from '../workload/visit.ts';

export interface Sample {
  readonly cluster: string | null;
  readonly namespace: string | null;
  /** `Pod default/web`, or the image. */
  readonly name: string;
  readonly workload: Workload;
  /** The record named fewer images than were judged. */
  readonly isPartial: boolean;
}

export function sampleOfImage(image: string, cluster: string | null, namespace: string | null): Sample {
  return { cluster, namespace, name: image, workload: workloadOf([image]), isPartial: false };
}

export function sampleOfSubject({ workload, namespace, speaker }: Subject, cluster: string | null): Sample {
  return { cluster, namespace, name: speaker.subject, workload, isPartial: false };
}

/** A line of the decision log, as the function writes it or as CloudWatch exports it; null when it records no decision. Never throws. */
export function sampleOfRecord(line: string): Sample | null {
  const start = line.indexOf('{');
  const record = start < 0 ? null : parse(line.slice(start));
  const images = own(record, 'images');
  if (own(record, 'type') !== 'decision' || !Array.isArray(images)) return null;
  const texts = images.filter((image) => typeof image === 'string');
  const count = own(record, 'imageCount');
  return {
    cluster: ownText(record, 'cluster'),
    namespace: ownText(record, 'namespace'),
    name: ownText(record, 'object') ?? 'an object',
    workload: workloadOf(texts),
    isPartial: typeof count === 'number' && count > texts.length,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function workloadOf(images: readonly string[]): Workload {
  const uses = images.map((image, i): ImageUse => ({ image, path: `images[${i}]`, list: 'containers', container: null, place: null }));
  return { kind: null, apiVersion: null, name: null, namespace: null, path: '', podSpec: null, images: uses, defects: [] };
}
