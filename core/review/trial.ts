/** One review on its way to an answer, and its three endings; each leaves its record before it is answered. */
import { breakingGlass } from '../policy/break-glass.ts';
import type { Occasion } from '../policy/decide.ts';
import type { Verdict } from '../policy/finding.ts';
import type { PolicyState } from '../ports.ts';
import type { Engine } from './engine.ts';
import { measuresOf } from './measures.ts';
import { outcomeOf, undecided } from './outcome.ts';
import { recordOf } from './record.ts';
import type { Outcome, Review } from './review.ts';

/** One review, and everything that its verdict takes besides the policy. */
export interface Trial {
  readonly review: Review;
  readonly state: PolicyState;
  readonly engine: Engine;
  /** By the monotonic clock. */
  readonly deadlineMs: number;
  readonly verdictId: string;
  readonly occasion: Occasion;
  /** Milliseconds that evidence took; null: none was asked for. */
  evidenceMs: number | null;
}

export function trialOf(review: Review, state: PolicyState, engine: Engine, deadlineMs: number): Trial {
  const nowMs = engine.clock.now();
  return {
    review,
    state,
    engine,
    deadlineMs,
    verdictId: engine.ids.next(nowMs),
    occasion: { place: review.place, nowMs },
    evidenceMs: null,
  };
}

/** Break-glass and the record: the last steps of every verdict. */
export function conclude(trial: Trial, closed: Verdict): Outcome {
  const { review, state, verdictId } = trial;
  const verdict = breakingGlass(state.policy?.breakGlass ?? null, closed, review.asker);
  const outcome = outcomeOf(review, verdict, state, verdictId);
  const written = record(trial, outcome, verdict);
  return written || verdict.breakGlass === null ? outcome : glassRefused(outcomeOf(review, closed, state, verdictId));
}

function record({ review, state, engine, occasion, evidenceMs }: Trial, outcome: Outcome, verdict: Verdict | null): boolean {
  return engine.log.write(recordOf(review, outcome, verdict, state, occasion.nowMs), measuresOf(review, outcome, state, evidenceMs));
}

/** Nobody may break the glass unseen. */
function glassRefused(outcome: Outcome): Outcome {
  return { ...outcome, message: `${outcome.message}\nbreak-glass was refused: its record could not be written` };
}

/** A defect of ours is a denial, and leaves its record like any other. */
export function failed(trial: Trial): Outcome {
  const outcome = undecided(trial.review, 'the service failed while it decided', trial.verdictId);
  try {
    record(trial, outcome, null);
  } catch {
    // The log may be what failed; the answer's audit annotations still carry the denial.
  }
  return outcome;
}

/** DELETE and CONNECT bring no image in, so they pass even without a policy. */
export function unavailable(trial: Trial): Outcome {
  const { review, state, verdictId } = trial;
  const denial = undecided(review, state.problem ?? 'no policy is usable', verdictId);
  const outcome = review.passes ? { ...denial, allowed: true, annotations: { verdict: verdictId } } : denial;
  record(trial, outcome, null);
  return outcome;
}
