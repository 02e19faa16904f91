/**
 * One request, one answer: the same for API Gateway, `serve` and tests. The order of the checks is a contract:
 *
 *     route (404), method (405), size (413), token (401), content type (415), JSON (400), kind and apiVersion (400)
 *
 * After that every review is answered with HTTP 200 and a verdict, whatever fails inside: any other status would be an allow
 * where the webhook's failurePolicy is Ignore.
 */
import { maxBodyBytes, maxNestingDepth } from '../limits.ts';
import { namePattern } from '../policy/names.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyState } from '../ports.ts';
import { own } from '../workload/json.ts';
import { isTooDeep, parseBody } from './body.ts';
import type { Engine } from './engine.ts';
import { checkHeaders, type HttpAnswer, type HttpRequest, isRejection, jsonAnswer, type Rejection, rejectionAnswer } from './http.ts';
import { rejectedMeasures, unauthorizedMeasures } from './measures.ts';
import type { Review } from './review.ts';
import { type Route, routeOf } from './route.ts';
import { budgetMs } from './timeout.ts';
import { timestampOf } from './timestamp.ts';
import { isAuthorized, unauthorized } from './token.ts';

/** Never rejects and never answers 5xx to a review. */
export async function answer(request: HttpRequest, engine: Engine): Promise<HttpAnswer> {
  const route = routeOf(request, engine.routes);
  if (isRejection(route)) return rejectionAnswer(route);
  const budget = budgetMs(request.timeout, request.remainingMs);
  const deadlineMs = engine.clock.monotonic() + budget;
  if (route.to === 'healthz') return health(await knownOf(engine, budget));
  const bytes = await request.body();
  if (bytes === null) return refuse(tooLarge, engine);
  const state = await knownOf(engine, budget);
  const stranger = authorize(route, request, state, engine);
  if (stranger !== null) return rejectionAnswer(stranger);
  const unread = checkHeaders(request);
  if (unread !== null) return refuse(unread, engine);
  const body = parseBody(bytes);
  if (isRejection(body)) return refuse(body, engine);
  if (route.to === 'check') return answerCheck(body.value, state, engine, deadlineMs);
  const { answerReview, answerMutation } = judge ?? (await judging());
  if (route.to === 'mutation') return answerMutation(body.value, route.cluster, state, engine, deadlineMs);
  if (route.to === 'open') return answerReview(body.value, anyKind, null, state, engine, deadlineMs);
  // Awaited: a promise that is returned as it is costs three turns of the queue.
  return await answerReview(body.value, kindsOf[route.to], route.cluster, state, engine, deadlineMs);
}

/** A request without HTTP around it: `aws lambda invoke`. The invoker's IAM is the lock; a top-level `cluster` names the place. */
export async function answerDirect(event: unknown, engine: Engine, remainingMs: number): Promise<HttpAnswer> {
  const budget = budgetMs(null, remainingMs);
  const deadlineMs = engine.clock.monotonic() + budget;
  const state = await knownOf(engine, budget);
  if (isTooDeep(event)) return rejectionAnswer({ code: 400, message: `nested deeper than ${maxNestingDepth} levels` });
  if (own(event, 'files') !== undefined) return answerCheck(event, state, engine, deadlineMs);
  const cluster = own(event, 'cluster') ?? null;
  if (cluster !== null && !(typeof cluster === 'string' && namePattern.test(cluster)))
    return rejectionAnswer({ code: 400, message: 'cluster: expected lower-case letters, digits and "-", at most 63' });
  return (await judging()).answerReview(event, anyKind, cluster, state, engine, deadlineMs);
}

/** A source that fails is a policy that nobody has: the review is still answered with a verdict. */
function knownOf({ policies }: Engine, budget: number): PolicyState | Promise<PolicyState> {
  try {
    const state = policies.current(budget);
    return 'then' in state ? state.catch(() => unreadable) : state;
  } catch {
    return unreadable;
  }
}

const unreadable: PolicyState = { policy: null, clusters: null, stale: false, problem: 'the policy could not be read' };
const tooLarge: Rejection = { code: 413, message: `the body is larger than ${maxBodyBytes} bytes` };

/** A request that got no verdict is an allow where the webhook's failurePolicy is Ignore: it must not go unseen. */
function refuse(rejection: Rejection, { log, clock }: Engine): HttpAnswer {
  const { code, message } = rejection;
  log.write(JSON.stringify({ timestamp: timestampOf(clock.now()), level: 'WARN', message, type: 'rejected', code }), rejectedMeasures);
  return rejectionAnswer(rejection);
}

function health({ policy }: PolicyState): HttpAnswer {
  const headers = { 'content-type': 'text/plain' };
  return policy === null ? { status: 503, headers, body: 'no usable policy\n' } : { status: 200, headers, body: 'ok\n' };
}

/** Where the clusters are not known no token is refused: a 401 would let a review pass under failurePolicy Ignore, a verdict does not. */
function authorize(route: Route, { caller }: HttpRequest, { clusters }: PolicyState, { log, clock, routes }: Engine): Rejection | null {
  if (route.to === 'check')
    return routes.check === 'anybody' || caller !== null ? null : { code: 401, message: 'sign the request with AWS Signature Version 4' };
  if (!('token' in route) || isAuthorized(clusters, route.cluster, route.token)) return null;
  const timestamp = timestampOf(clock.now());
  log.write(JSON.stringify({ timestamp, level: 'WARN', message: 'unauthorized', type: 'unauthorized' }), unauthorizedMeasures);
  return unauthorized;
}

type Judge = typeof import('./judge.ts');
const anyKind: readonly Review['kind'][] = ['AdmissionReview', 'ImageReview'];
const kindsOf = { admission: ['AdmissionReview'], 'image-policy': ['ImageReview'] } as const;
let judge: Judge | null = null;

/** What decides is loaded with the first review: neither `/healthz` nor a refused request needs it. */
async function judging(): Promise<Judge> {
  judge ??= await import('./judge.ts');
  return judge;
}

/** Loaded only when asked for: it brings the YAML library. */
async function answerCheck(value: unknown, state: PolicyState, { clock, evidence }: Engine, deadlineMs: number): Promise<HttpAnswer> {
  const { checkRequest } = await import('../check/request.ts');
  const session = async (policy: Policy) => (await evidence?.session(policy, Math.max(0, deadlineMs - clock.monotonic()))) ?? null;
  const report = await checkRequest(value, state, clock.now(), session);
  return isRejection(report) ? rejectionAnswer(report) : jsonAnswer(report);
}
