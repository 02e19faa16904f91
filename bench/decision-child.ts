/** G8 and G9, in a process of its own: the decision alone, of reviews that were decoded before. */

import { decide } from '../core/policy/decide.ts';
import { loadPolicy } from '../core/policy/load.ts';
import type { Policy } from '../core/policy/policy.ts';
import { decodeAdmissionReview } from '../core/review/admission-review.ts';
import { isRejection } from '../core/review/http.ts';
import type { Review } from '../core/review/review.ts';
import { bodies, sizes } from './bodies.ts';
import { floorHandler } from './process.ts';
import { freshEvent, scopes } from './world.ts';

const rounds = process.argv[2] === 'quick' ? 41 : 401;
const batchNs = 600_000;
const nowMs = Date.now();

async function policyOf(entries: number): Promise<Policy> {
  const loaded = await loadPolicy({ allowlist: { name: 'bench', text: scopes(entries).join(',') }, document: null });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded.policy;
}

function reviewOf(body: string): Review {
  const review = decodeAdmissionReview(JSON.parse(body) as Record<string, unknown>, 'prod');
  if (isRejection(review)) throw new Error(review.message);
  return review;
}

/** One decision on a review that nobody saw before: `JSON.parse` makes new strings each time. */
type Step = (round: number) => () => unknown;

const decision =
  (policy: Policy, body: string): Step =>
  () => {
    const { workloads, place } = reviewOf(body);
    return () => decide(policy, workloads, { place, nowMs });
  };

function time(step: Step, count: number, round: number): number {
  const calls = Array.from({ length: count }, () => step(round));
  const start = process.hrtime.bigint();
  for (const call of calls) call();
  return Number(process.hrtime.bigint() - start) / count;
}

function countOf(step: Step): number {
  for (let warmUp = 0; warmUp < 20; warmUp++) time(step, 10, warmUp);
  return Math.min(1000, Math.max(1, Math.round(batchNs / time(step, 10, 0))));
}

function ratios(a: Step, b: Step, some: number): number[] {
  const [countA, countB] = [countOf(a), countOf(b)];
  return Array.from({ length: some }, (_, round) => {
    const aFirst = Math.random() < 0.5;
    const before = aFirst ? time(a, countA, round) : time(b, countB, round);
    const after = aFirst ? time(b, countB, round) : time(a, countA, round);
    return aFirst ? before / after : after / before;
  });
}

const { handler: floor } = (await import(floorHandler)) as { handler: (event: unknown) => Promise<unknown> };
const floorOf =
  (body: string): Step =>
  () => {
    const event = freshEvent(body);
    return () => floor(event);
  };

const [ten, many] = [await policyOf(10), await policyOf(100_000)];
const measured: Record<string, number[]> = {
  '100,000 entries': ratios(decision(many, bodies['2KB']), decision(ten, bodies['2KB']), rounds),
};
for (const size of sizes) measured[size] = ratios(decision(ten, bodies[size]), floorOf(bodies[size]), size === '1.5MB' ? 41 : rounds);
const perContainer = ratios(decision(ten, bodies['1.5MB']), decision(ten, bodies['2KB']), 41);
measured['200 containers'] = perContainer.map((ratio) => ratio / 200);
process.send?.(measured, () => process.exit(0));
