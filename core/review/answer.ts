/**
 * One request, one answer: the same for API Gateway, `serve` and tests. The order of the checks is a contract:
 *
 *     route (404), method (405), size (413), token (401), content type (415), JSON (400), kind and apiVersion (400)
 *
 * After that every review is answered with HTTP 200 and a verdict, whatever fails inside: any other status would be an allow
 * where the webhook's failurePolicy is Ignore.
 */
import { maxBodyBytes } from '../limits.ts';
import { decide } from '../policy/decide.ts';
import type { Clock, DecisionLog, PolicySource, PolicyState, VerdictIds } from '../ports.ts';
import { isObject, own } from '../workload/json.ts';
import { decodeAdmissionReview, encodeAdmissionReview } from './admission-review.ts';
import { parseBody } from './body.ts';
import { checkHeaders, type HttpAnswer, type HttpRequest, isRejection, jsonAnswer, type Rejection, rejectionAnswer } from './http.ts';
import { decodeImageReview, encodeImageReview } from './image-review.ts';
import { outcomeOf, undecided } from './outcome.ts';
import { recordOf } from './record.ts';
import type { Outcome, Review } from './review.ts';
import { type Route, type Routes, routeOf } from './route.ts';
import { isAuthorized, unauthorized } from './token.ts';

/** Everything that an answer needs of the world. */
export interface Engine {
  readonly policies: PolicySource;
  readonly clock: Clock;
  readonly ids: VerdictIds;
  readonly log: DecisionLog;
  readonly routes: Routes;
}

/** Never rejects and never answers 5xx to a review. */
export async function answer(request: HttpRequest, engine: Engine): Promise<HttpAnswer> {
  const route = routeOf(request, engine.routes);
  if (isRejection(route)) return rejectionAnswer(route);
  if (route.to === 'healthz') return health(await engine.policies.current());
  const bytes = await request.body();
  if (bytes === null) return rejectionAnswer(tooLarge);
  const state = await engine.policies.current();
  const refused = authorize(route, request, state, engine) ?? checkHeaders(request);
  if (refused !== null) return rejectionAnswer(refused);
  const body = parseBody(bytes);
  if (isRejection(body)) return rejectionAnswer(body);
  if (route.to === 'check') return answerCheck(body.value, state, engine);
  return answerReview(body.value, route, state, engine);
}

const tooLarge: Rejection = { code: 413, message: `the body is larger than ${maxBodyBytes} bytes` };

function health({ policy }: PolicyState): HttpAnswer {
  const headers = { 'content-type': 'text/plain' };
  return policy === null ? { status: 503, headers, body: 'no usable policy\n' } : { status: 200, headers, body: 'ok\n' };
}

/**
 * Where it is not known which clusters there are, nobody is refused for a token: such a review is denied below, while a 401
 * would let it pass under failurePolicy Ignore.
 */
function authorize(route: Route, { caller }: HttpRequest, { clusters }: PolicyState, { log, clock, routes }: Engine): Rejection | null {
  if (route.to === 'check')
    return routes.check === 'anybody' || caller !== null ? null : { code: 401, message: 'sign the request with AWS Signature Version 4' };
  if (!('token' in route) || clusters === null || isAuthorized(clusters, route.cluster, route.token)) return null;
  const timestamp = new Date(clock.now()).toISOString();
  log.write(JSON.stringify({ timestamp, level: 'WARN', message: 'unauthorized', type: 'unauthorized' }));
  return unauthorized;
}

function answerReview(value: unknown, route: Route, state: PolicyState, engine: Engine): HttpAnswer {
  const review = decodeReview(value, kindsOf(route), 'cluster' in route ? route.cluster : null);
  return isRejection(review) ? rejectionAnswer(review) : jsonAnswer(reviewAnswer(review, state, engine));
}

/** The answer's body for one review; its record is written. */
export function reviewAnswer(review: Review, state: PolicyState, engine: Engine): object {
  const outcome = judge(review, state, engine);
  return review.kind === 'ImageReview' ? encodeImageReview(review, outcome) : encodeAdmissionReview(review, outcome);
}

function judge(review: Review, state: PolicyState, { clock, ids, log }: Engine): Outcome {
  const nowMs = clock.now();
  const verdictId = ids.next(nowMs);
  try {
    const verdict =
      state.policy === null || state.clusters === null ? null : decide(state.policy, review.workloads, { place: review.place, nowMs });
    const outcome = verdict === null ? unavailable(review, state, verdictId) : outcomeOf(review, verdict, state, verdictId);
    log.write(recordOf(review, outcome, verdict, state, nowMs));
    return outcome;
  } catch {
    return failed(review, state, verdictId, nowMs, log);
  }
}

/** A defect of ours is a denial, and leaves its record like any other. */
function failed(review: Review, state: PolicyState, verdictId: string, nowMs: number, log: DecisionLog): Outcome {
  const outcome = undecided(review, 'the service failed while it decided', verdictId);
  try {
    log.write(recordOf(review, outcome, null, state, nowMs));
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

type Kind = Review['kind'];

function kindsOf(route: Route): readonly Kind[] {
  if (route.to === 'image-policy') return ['ImageReview'];
  return route.to === 'open' ? ['AdmissionReview', 'ImageReview'] : ['AdmissionReview'];
}

/** By the body's kind, which must be one of `kinds`. */
export function decodeReview(value: unknown, kinds: readonly Kind[], cluster: string | null): Review | Rejection {
  const kind = own(value, 'kind');
  if (!isObject(value) || !kinds.includes(kind as Kind)) return { code: 400, message: `kind: expected ${kinds.join(' or ')}` };
  return kind === 'ImageReview' ? decodeImageReview(value, cluster) : decodeAdmissionReview(value, cluster);
}

/** Loaded only when asked for: it brings the YAML library. */
async function answerCheck(value: unknown, state: PolicyState, { clock }: Engine): Promise<HttpAnswer> {
  const { checkRequest } = await import('../check/request.ts');
  const report = await checkRequest(value, state, clock.now());
  return isRejection(report) ? rejectionAnswer(report) : jsonAnswer(report);
}
