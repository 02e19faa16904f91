/** One review of either protocol: decode, decide, record, encode. Whatever fails inside, it is answered with a verdict. */
import { maxWarningLength } from '../limits.ts';
import { breakingGlass, workloadsOnTrial } from '../policy/break-glass.ts';
import { decide, type Occasion } from '../policy/decide.ts';
import type { Verdict } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import type { EvidenceSession, PolicyState } from '../ports.ts';
import { escapeText } from '../text.ts';
import { isObject, own } from '../workload/json.ts';
import type { Workload } from '../workload/visit.ts';
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

/** One review, and everything that its verdict takes besides the policy. */
interface Trial {
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

function trialOf(review: Review, state: PolicyState, engine: Engine, deadlineMs: number): Trial {
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
  if (policy.asksEvidence) return proved(trial, policy, workloads);
  return withWorkloads(trial, policy, decide(policy, workloads, trial.occasion));
}

async function proved(trial: Trial, policy: Policy, workloads: readonly Workload[]): Promise<Verdict> {
  return withWorkloads(trial, policy, await decided(trial, policy, workloads, await sessionOf(trial, policy)));
}

async function sessionOf({ engine: { evidence, clock }, deadlineMs }: Trial, policy: Policy): Promise<EvidenceSession | null> {
  return evidence === null ? null : evidence.session(policy, Math.max(0, deadlineMs - clock.monotonic()));
}

/** What is needed to ask is loaded with the first review under a policy that asks for evidence. */
async function decided(trial: Trial, policy: Policy, workloads: readonly Workload[], prover: EvidenceSession | null): Promise<Verdict> {
  const { occasion, engine } = trial;
  if (!policy.asksEvidence) return decide(policy, workloads, occasion);
  asking ??= await import('../evidence/asking.ts');
  const startMs = engine.clock.monotonic();
  const proofs = await asking.proofsFor(prover, (known) => decide(policy, workloads, { ...occasion, proofs: known }));
  trial.evidenceMs = engine.clock.monotonic() - startMs;
  return decide(policy, workloads, { ...occasion, proofs });
}

let asking: typeof import('../evidence/asking.ts') | null = null;

/** Their rules are loaded with the first review under a policy that asks for them at admission. */
function withWorkloads({ review }: Trial, policy: Policy, verdict: Verdict): Verdict | Promise<Verdict> {
  if (!policy.workloads.admission || review.passes) return verdict;
  return import('../policy/workload-findings.ts').then(({ withWorkloadFindings }) =>
    withWorkloadFindings(policy, verdict, review.whole, review.place.cluster),
  );
}

/** Break-glass and the record: the last steps of every verdict. */
function conclude(trial: Trial, closed: Verdict): Outcome {
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
function failed(trial: Trial): Outcome {
  const outcome = undecided(trial.review, 'the service failed while it decided', trial.verdictId);
  try {
    record(trial, outcome, null);
  } catch {
    // The log may be what failed; the answer's audit annotations still carry the denial.
  }
  return outcome;
}

/** DELETE and CONNECT bring no image in, so they pass even without a policy. */
function unavailable(trial: Trial): Outcome {
  const { review, state, verdictId } = trial;
  const denial = undecided(review, state.problem ?? 'no policy is usable', verdictId);
  const outcome = review.passes ? { ...denial, allowed: true, annotations: { verdict: verdictId } } : denial;
  record(trial, outcome, null);
  return outcome;
}

/** By the body's kind, which must be one of `kinds`. */
export function decodeReview(value: unknown, kinds: readonly Kind[], cluster: string | null): Review | Rejection {
  const kind = own(value, 'kind');
  if (!isObject(value) || !kinds.includes(kind as Kind)) return { code: 400, message: `kind: expected ${kinds.join(' or ')}` };
  return kind === 'ImageReview' ? decodeImageReview(value, cluster) : decodeAdmissionReview(value, cluster);
}
