/** One review of either protocol: decode, decide, record, encode. Whatever fails inside, it is answered with a verdict. */
import { maxWarningLength } from '../limits.ts';
import { breakingGlass, workloadsOnTrial } from '../policy/break-glass.ts';
import { decide, type Occasion } from '../policy/decide.ts';
import type { Verdict } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import type { DecisionLog, PolicyState } from '../ports.ts';
import { escapeText } from '../text.ts';
import { isObject, own } from '../workload/json.ts';
import { decodeAdmissionReview, encodeAdmissionReview } from './admission-review.ts';
import type { Engine } from './engine.ts';
import { type HttpAnswer, isRejection, jsonAnswer, type Rejection, rejectionAnswer } from './http.ts';
import { decodeImageReview, encodeImageReview } from './image-review.ts';
import { measuresOf } from './measures.ts';
import { outcomeOf, undecided } from './outcome.ts';
import { recordOf } from './record.ts';
import type { Outcome, Review } from './review.ts';

type Kind = Review['kind'];

/** The body's kind must be one of `kinds`. */
export async function answerReview(
  value: unknown,
  kinds: readonly Kind[],
  cluster: string | null,
  state: PolicyState,
  engine: Engine,
): Promise<HttpAnswer> {
  const review = decodeReview(value, kinds, cluster);
  if (isRejection(review)) return rejectionAnswer(review);
  const trial = trialOf(review, state, engine);
  return encode(trial, await guarded(trial));
}

/** The same for `/mutation`, whose answer may change the images. */
export async function answerMutation(
  value: unknown,
  cluster: string | null,
  state: PolicyState,
  engine: Engine,
  budgetMs: number,
): Promise<HttpAnswer> {
  const review = decodeReview(value, ['AdmissionReview'], cluster);
  if (isRejection(review)) return rejectionAnswer(review);
  const trial = trialOf(review, state, engine);
  try {
    if (state.policy === null) return encode(trial, unavailable(trial));
    const { mutate } = await import('./mutation.ts');
    const workloads = workloadsOnTrial(state.policy.breakGlass, review.workloads, review.whole);
    const { verdict, patch, unpinned } = await mutate(state.policy, workloads, trial.occasion, engine.digests, budgetMs);
    const whole = await withWorkloads(trial, state.policy, verdict);
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

/** One review, and everything that its verdict takes besides the policy. */
interface Trial {
  readonly review: Review;
  readonly state: PolicyState;
  readonly log: DecisionLog;
  readonly verdictId: string;
  readonly occasion: Occasion;
}

function trialOf(review: Review, state: PolicyState, { clock, ids, log }: Engine): Trial {
  const nowMs = clock.now();
  return { review, state, log, verdictId: ids.next(nowMs), occasion: { place: review.place, nowMs } };
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

function judged(trial: Trial, policy: Policy): Verdict | Promise<Verdict> {
  const workloads = workloadsOnTrial(policy.breakGlass, trial.review.workloads, trial.review.whole);
  return withWorkloads(trial, policy, decide(policy, workloads, trial.occasion));
}

/** Their rules are loaded with the first review under a policy that asks for them at admission. */
function withWorkloads({ review }: Trial, policy: Policy, verdict: Verdict): Verdict | Promise<Verdict> {
  if (!policy.workloads.admission || review.passes) return verdict;
  return import('../policy/workload-findings.ts').then(({ withWorkloadFindings }) =>
    withWorkloadFindings(policy, verdict, review.whole, review.place.cluster),
  );
}

/** Break-glass and the record: the last steps of every verdict. */
function conclude({ review, state, log, verdictId, occasion }: Trial, closed: Verdict): Outcome {
  const verdict = breakingGlass(state.policy?.breakGlass ?? null, closed, review.asker);
  const outcome = outcomeOf(review, verdict, state, verdictId);
  const written = log.write(recordOf(review, outcome, verdict, state, occasion.nowMs), measuresOf(review, outcome, state));
  return written || verdict.breakGlass === null ? outcome : glassRefused(outcomeOf(review, closed, state, verdictId));
}

/** Nobody may break the glass unseen. */
function glassRefused(outcome: Outcome): Outcome {
  return { ...outcome, message: `${outcome.message}\nbreak-glass was refused: its record could not be written` };
}

/** A defect of ours is a denial, and leaves its record like any other. */
function failed({ review, state, log, verdictId, occasion }: Trial): Outcome {
  const outcome = undecided(review, 'the service failed while it decided', verdictId);
  try {
    log.write(recordOf(review, outcome, null, state, occasion.nowMs), measuresOf(review, outcome, state));
  } catch {
    // The log may be what failed; the answer's audit annotations still carry the denial.
  }
  return outcome;
}

/** DELETE and CONNECT bring no image in, so they pass even without a policy. */
function unavailable({ review, state, log, verdictId, occasion }: Trial): Outcome {
  const denial = undecided(review, state.problem ?? 'no policy is usable', verdictId);
  const outcome = review.passes ? { ...denial, allowed: true, annotations: { verdict: verdictId } } : denial;
  log.write(recordOf(review, outcome, null, state, occasion.nowMs), measuresOf(review, outcome, state));
  return outcome;
}

/** By the body's kind, which must be one of `kinds`. */
export function decodeReview(value: unknown, kinds: readonly Kind[], cluster: string | null): Review | Rejection {
  const kind = own(value, 'kind');
  if (!isObject(value) || !kinds.includes(kind as Kind)) return { code: 400, message: `kind: expected ${kinds.join(' or ')}` };
  return kind === 'ImageReview' ? decodeImageReview(value, cluster) : decodeAdmissionReview(value, cluster);
}
