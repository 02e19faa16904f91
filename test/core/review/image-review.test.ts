import { describe, expect, it } from '@jest/globals';
import { isRejection } from '../../../core/review/http.ts';
import { decodeImageReview, encodeImageReview } from '../../../core/review/image-review.ts';
import type { Outcome, Review } from '../../../core/review/review.ts';

function decode(body: object, cluster: string | null = null): Review {
  const review = decodeImageReview({ kind: 'ImageReview', ...body }, cluster);
  if (isRejection(review)) throw new Error(review.message);
  return review;
}
const images = (spec: unknown) => decode({ spec }).workloads.flatMap((one) => one.images.map(({ path, image }) => `${path} ${image}`));
const defects = (spec: unknown) => decode({ spec }).workloads.flatMap((one) => one.defects.map(({ path, detail }) => `${path}: ${detail}`));

describe('decodeImageReview', () => {
  it('reads what an API server sends', () => {
    const spec = { containers: [{ image: 'a' }, { image: 'b' }], annotations: { 'x.image-policy.k8s.io/y': 'z' }, namespace: 'default' };
    const body = { apiVersion: 'imagepolicy.k8s.io/v1alpha1', metadata: { creationTimestamp: null }, spec, status: { allowed: false } };
    const { workloads, whole, speaker, ...rest } = decode(body, 'prod');
    expect(rest).toEqual({
      kind: 'ImageReview',
      apiVersion: 'imagepolicy.k8s.io/v1alpha1',
      uid: '',
      place: { cluster: 'prod', namespace: 'default' },
      operation: null,
      subResource: null,
      dryRun: false,
      asker: { user: null, annotations: { 'x.image-policy.k8s.io/y': 'z' } },
      passes: false,
    });
    expect(whole).toEqual({ now: workloads, old: [] });
    expect(workloads.map(speaker)).toEqual([{ subject: 'ImageReview default', names: false }]);
    expect(images(spec)).toEqual(['spec.containers[0].image a', 'spec.containers[1].image b']);
  });

  it('reads an absent apiVersion, and never looks at a claimed status', () => {
    expect(images({ containers: [{ image: 'a' }] })).toHaveLength(1);
    expect(decode({ spec: { containers: [{ image: 'a' }] }, status: { allowed: true } }).passes).toBe(false);
  });

  it('leaves no list of a Pod out, should a server ever send one', () => {
    const spec = {
      containers: [{ image: 'a' }],
      initContainers: [{ image: 'b' }],
      ephemeralContainers: [{ image: 'c' }],
      volumes: [{ image: { reference: 'd' } }],
    };
    expect(images(spec).map((line) => line.split(' ')[1])).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each<[string, unknown, string]>([
    ['no spec', undefined, 'spec.containers: the Pod spec has no containers'],
    ['a spec that is null', null, 'spec.containers: the Pod spec has no containers'],
    ['a spec that is a list', [], 'spec.containers: the Pod spec has no containers'],
    ['no containers', {}, 'spec.containers: the Pod spec has no containers'],
    ['containers that are null', { containers: null }, 'spec.containers: the Pod spec has no containers'],
    ['no container', { containers: [] }, 'spec.containers: the Pod spec has no containers'],
    ['an object of containers', { containers: { 0: { image: 'a' } } }, 'spec.containers: containers is an object, expected a list'],
    ['a text', { containers: 'a' }, 'spec.containers: containers is a string, expected a list'],
    ['a null container', { containers: [null] }, 'spec.containers[0]: the item is null, expected an object'],
    ['a nested list', { containers: [[{ image: 'a' }]] }, 'spec.containers[0]: the item is a list, expected an object'],
    ['no image', { containers: [{}] }, 'spec.containers[0].image: the container has no image'],
    ['an empty image', { containers: [{ image: '' }] }, 'spec.containers[0].image: the container has no image'],
    ['a number', { containers: [{ image: 1 }] }, 'spec.containers[0].image: the image is a number, expected a string'],
    ['a list', { containers: [{ image: ['a'] }] }, 'spec.containers[0].image: the image is a list, expected a string'],
    [
      'an inherited image',
      { containers: [JSON.parse('{"__proto__":{"image":"a"}}')] },
      'spec.containers[0].image: the container has no image',
    ],
  ])('%s is a defect, never silence', (_, spec, expected) => {
    expect(images(spec)).toEqual([]);
    expect(defects(spec)).toEqual([expected]);
  });

  it.each<[unknown, string]>([
    ['imagepolicy.k8s.io/v1', 'another'],
    ['admission.k8s.io/v1', 'another'],
    ['', 'another'],
    [1, 'a number'],
    [['imagepolicy.k8s.io/v1alpha1'], 'a list'],
  ])('apiVersion %j is a 400', (apiVersion, got) => {
    const message = `apiVersion: expected imagepolicy.k8s.io/v1alpha1, got ${got}`;
    expect(decodeImageReview({ apiVersion }, null)).toEqual({ code: 400, message });
  });

  it('takes a namespace only as text, and escapes it', () => {
    expect(decode({ spec: { namespace: ['kube-system'] } }).place.namespace).toBeNull();
    expect(decode({ spec: { namespace: '' } }).place.namespace).toBeNull();
    const { workloads, speaker } = decode({ spec: { namespace: 'a\u001b[31m' } });
    expect(workloads.map(speaker)).toEqual([{ subject: 'ImageReview "a\\u001b[31m"', names: false }]);
  });
});

describe('encodeImageReview', () => {
  const review = decode({});
  const outcome: Outcome = { verdictId: 'V', allowed: false, code: 403, message: 'no', warnings: ['w'], annotations: { verdict: 'V' } };

  it.each<[string, Outcome, string]>([
    ['a denial', outcome, '{"allowed":false,"reason":"no","auditAnnotations":{"verdict":"V"}}'],
    ['an allow', { ...outcome, allowed: true }, '{"allowed":true,"auditAnnotations":{"verdict":"V"}}'],
  ])('words %s', (_, one, status) => {
    expect(JSON.stringify(encodeImageReview(review, one))).toBe(
      `{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","metadata":{},"spec":{},"status":${status}}`,
    );
  });
});
