/** One review of either protocol: decode, decide, record, encode. Whatever fails inside, it is answered with a verdict. */
import { maxWarningLength } from '../limits.ts';
import { workloadsOnTrial } from '../policy/break-glass.ts';
import type { PolicyState } from '../ports.ts';
import { escapeText } from '../text.ts';
import { isObject, own } from '../workload/json.ts';
import { decodeAdmissionReview, encodeAdmissionReview } from './admission-review.ts';
import type { Engine } from './engine.ts';
import { type HttpAnswer, isRejection, jsonAnswer, type Rejection, rejectionAnswer } from './http.ts';
import { decodeImageReview, encodeImageReview } from './image-review.ts';
import type { Outcome, Review } from './review.ts';
import { conclude, failed, type Trial, trialOf, unavailable } from './trial.ts';
import { decided, judged, sessionOf, withWorkloads } from './verdict.ts';

type Kind = Review['kind'];

/** The body's kind must be one of `kinds`. */
export async function answerReview(
  value: unknown,
  kinds: readonly Kind[],
  cluster: string | null,
  state: PolicyState,
  engine: Engine,
  deadlineMs: number,
): Promise<HttpAnswer> {
  const review = decodeReview(value, kinds, cluster);
  if (isRejection(review)) return rejectionAnswer(review);
  const trial = trialOf(review, state, engine, deadlineMs);
  return encode(trial, await guarded(trial));
}

/** The same for `/mutation`, whose answer may change the images. */
export async function answerMutation(
  value: unknown,
  cluster: string | null,
  state: PolicyState,
  engine: Engine,
  deadlineMs: number,
): Promise<HttpAnswer> {
  const review = decodeReview(value, ['AdmissionReview'], cluster);
  if (isRejection(review)) return rejectionAnswer(review);
  const trial = trialOf(review, state, engine, deadlineMs);
  try {
    if (state.policy === null) return encode(trial, unavailable(trial));
    const { mutate } = await import('./mutation.ts');
    const workloads = workloadsOnTrial(state.policy.breakGlass, review.workloads, review.whole);
    const session = await sessionOf(trial, state.policy);
    const { workloads: changed, patch, unpinned } = await mutate(state.policy, workloads, trial.occasion, session);
    const whole = await withWorkloads(trial, state.policy, await decided(trial, state.policy, changed, session));
    const outcome = conclude(trial, whole);
    const changes = whole.allowed && patch.length > 0 ? { patch } : {};
    return encode(trial, {
      ...outcome,
      ...changes,
      warnings: [...outcome.warnings, ...unpinned.map((line) => escapeText(line, maxWarningLength - 3))],
    });
  } catch {
    return encode(trial, failed(trial));
  }
}

function encode({ review }: Trial, outcome: Outcome): HttpAnswer {
  return jsonAnswer(review.kind === 'ImageReview' ? encodeImageReview(review, outcome) : encodeAdmissionReview(review, outcome));
}

async function guarded(trial: Trial): Promise<Outcome> {
  const { policy } = trial.state;
  try {
    return policy === null ? unavailable(trial) : conclude(trial, await judged(trial, policy));
  } catch {
    return failed(trial);
  }
}

/** By the body's kind, which must be one of `kinds`. */
export function decodeReview(value: unknown, kinds: readonly Kind[], cluster: string | null): Review | Rejection {
  const kind = own(value, 'kind');
  if (!isObject(value) || !kinds.includes(kind as Kind)) return { code: 400, message: `kind: expected ${kinds.join(' or ')}` };
  return kind === 'ImageReview' ? decodeImageReview(value, cluster) : decodeAdmissionReview(value, cluster);
}
