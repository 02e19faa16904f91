/** One review of either protocol: decode, decide, record, encode. Whatever fails inside, it is answered with a verdict. */
import { breakingGlass } from '../policy/break-glass.ts';
import { decide } from '../policy/decide.ts';
import type { DecisionLog, PolicyState } from '../ports.ts';
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
export function answerReview(
  value: unknown,
  kinds: readonly Kind[],
  cluster: string | null,
  state: PolicyState,
  engine: Engine,
): HttpAnswer {
  const review = decodeReview(value, kinds, cluster);
  return isRejection(review) ? rejectionAnswer(review) : jsonAnswer(reviewAnswer(review, state, engine));
}

/** The answer's body for one review; its record is written. */
function reviewAnswer(review: Review, state: PolicyState, engine: Engine): object {
  const outcome = judge(review, state, engine);
  return review.kind === 'ImageReview' ? encodeImageReview(review, outcome) : encodeAdmissionReview(review, outcome);
}

function judge(review: Review, state: PolicyState, { clock, ids, log }: Engine): Outcome {
  const nowMs = clock.now();
  const verdictId = ids.next(nowMs);
  try {
    if (state.policy === null) {
      const outcome = unavailable(review, state, verdictId);
      log.write(recordOf(review, outcome, null, state, nowMs), measuresOf(review, outcome, state));
      return outcome;
    }
    const closed = decide(state.policy, review.workloads, { place: review.place, nowMs });
    const verdict = breakingGlass(state.policy, closed, review.asker);
    const outcome = outcomeOf(review, verdict, state, verdictId);
    const written = log.write(recordOf(review, outcome, verdict, state, nowMs), measuresOf(review, outcome, state));
    return written || verdict.breakGlass === null ? outcome : glassRefused(outcomeOf(review, closed, state, verdictId));
  } catch {
    return failed(review, state, verdictId, nowMs, log);
  }
}

/** Nobody may break the glass unseen. */
function glassRefused(outcome: Outcome): Outcome {
  return { ...outcome, message: `${outcome.message}\nbreak-glass was refused: its record could not be written` };
}

/** A defect of ours is a denial, and leaves its record like any other. */
function failed(review: Review, state: PolicyState, verdictId: string, nowMs: number, log: DecisionLog): Outcome {
  const outcome = undecided(review, 'the service failed while it decided', verdictId);
  try {
    log.write(recordOf(review, outcome, null, state, nowMs), measuresOf(review, outcome, state));
  } catch {
    // The log may be what failed; the answer's audit annotations still carry the denial.
  }
  return outcome;
}

/** DELETE and CONNECT bring no image in, so they pass even without a policy. */
function unavailable(review: Review, { problem }: PolicyState, verdictId: string): Outcome {
  const outcome = undecided(review, problem ?? 'no policy is usable', verdictId);
  return review.passes ? { ...outcome, allowed: true, annotations: { verdict: verdictId } } : outcome;
}

/** By the body's kind, which must be one of `kinds`. */
export function decodeReview(value: unknown, kinds: readonly Kind[], cluster: string | null): Review | Rejection {
  const kind = own(value, 'kind');
  if (!isObject(value) || !kinds.includes(kind as Kind)) return { code: 400, message: `kind: expected ${kinds.join(' or ')}` };
  return kind === 'ImageReview' ? decodeImageReview(value, cluster) : decodeAdmissionReview(value, cluster);
}
