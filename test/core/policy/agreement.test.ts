import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { checkRequest } from '../../../core/check/request.ts';
import { decide } from '../../../core/policy/decide.ts';
import { explain } from '../../../core/policy/explain.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { Place } from '../../../core/policy/where.ts';
import { isRejection } from '../../../core/review/http.ts';
import { decodeReview } from '../../../core/review/judge.ts';
import { nowMs, podOf, policyOf } from './policies.ts';
import { entryLists, images, places } from './policy.arbitrary.ts';

// Two hundred policies on a busy machine.
jest.setTimeout(60_000);

/** Of each image: rules and details, as one text. */
type Told = readonly string[];

function byReview(policy: Policy, body: object, cluster: string | null): Told {
  const review = decodeReview(body, ['AdmissionReview', 'ImageReview'], cluster);
  if (isRejection(review)) throw new Error(review.message);
  const { images: judged } = decide(policy, review.workloads, { place: review.place, nowMs });
  return judged.map(({ findings }) => findings.map(({ rule, severity, detail }) => `${severity} ${rule} ${detail}`).join());
}

async function byCheck(policy: Policy, value: object, { cluster, namespace }: Place): Promise<readonly boolean[]> {
  const state = { policy, stale: false, clusters: new Map(), problem: null };
  const report = await checkRequest({ files: [{ path: 'f', text: JSON.stringify(value) }], cluster, namespace }, state, nowMs);
  if (isRejection(report)) throw new Error(report.message);
  expect(report.allowed).toBe(report.images.every(({ allowed }) => allowed));
  return report.images.map(({ allowed }) => allowed);
}

describe('4. agreement', () => {
  it('AdmissionReview, ImageReview, check and explain say the same of the same images', async () => {
    await fc.assert(
      fc.asyncProperty(entryLists, fc.array(images, { minLength: 1, maxLength: 3 }), places, async (list, pod, place) => {
        const policy = policyOf({ images: list });
        const namespace = place.namespace ?? undefined;
        const object = { ...podOf(...pod), metadata: { name: 'web', namespace } };
        const admission = { kind: 'AdmissionReview', request: { uid: 'u', namespace, object } };
        const review = { kind: 'ImageReview', spec: { namespace, containers: pod.map((image) => ({ image })) } };
        const told = byReview(policy, admission, place.cluster);
        expect(byReview(policy, review, place.cluster)).toEqual(told);
        const allowed = told.map((text) => !text.startsWith('deny'));
        for (const value of [admission, review, object]) expect(await byCheck(policy, value, place)).toEqual(allowed);
        for (const [index, image] of pod.entries()) {
          const { findings } = explain(policy, image, { place, nowMs });
          expect(findings.map(({ rule, severity, detail }) => `${severity} ${rule} ${detail}`).join()).toBe(told[index]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
