/** `imagepolicy.k8s.io/v1alpha1` ImageReview: decode, encode. Every field is hostile, `status.allowed` too. */
import { plainName } from '../policy/words.ts';
import { describe, isObject, own, ownText } from '../workload/json.ts';
import { readPodSpec } from '../workload/pod-spec.ts';
import type { Found } from '../workload/types.ts';
import type { Workload } from '../workload/visit.ts';
import type { Rejection } from './http.ts';
import type { Outcome, Review } from './review.ts';

const version = 'imagepolicy.k8s.io/v1alpha1';

/** The review, or a 400. */
export function decodeImageReview(body: Record<string, unknown>, cluster: string | null): Review | Rejection {
  const apiVersion = own(body, 'apiVersion') ?? version;
  if (apiVersion !== version)
    return {
      code: 400,
      message: `apiVersion: expected ${version}, got ${typeof apiVersion === 'string' ? 'another' : describe(apiVersion)}`,
    };
  const spec = own(body, 'spec');
  const namespace = ownText(spec, 'namespace');
  const subject = namespace === null ? 'ImageReview' : `ImageReview ${plainName(namespace)}`;
  const workloads = [workloadOf(spec, namespace)];
  return {
    kind: 'ImageReview',
    apiVersion: version,
    uid: '',
    place: { cluster, namespace },
    operation: null,
    subResource: null,
    dryRun: false,
    asker: { user: null, annotations: own(spec, 'annotations') },
    passes: false,
    workloads,
    whole: { now: workloads, old: [] },
    speaker: () => ({ subject, names: false }),
  };
}

export function encodeImageReview(_review: Review, { allowed, message, annotations }: Outcome): object {
  const reason = allowed ? {} : { reason: message };
  return {
    apiVersion: version,
    kind: 'ImageReview',
    metadata: {},
    spec: {},
    status: { allowed, ...reason, auditAnnotations: annotations },
  };
}

/** Its containers are a Pod's containers and init containers, of which only the images are told. */
function workloadOf(spec: unknown, namespace: string | null): Workload {
  const found: Found = { images: [], defects: [] };
  readPodSpec(found, isObject(spec) ? spec : {}, { path: 'spec', place: 'spec' });
  return { kind: 'ImageReview', apiVersion: version, name: null, namespace, path: '', podSpec: null, ...found };
}
