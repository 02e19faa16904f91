/** The function, put together from its world: events in, answers out. What is answered is core/review/answer.ts's business. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { FdLog } from '../adapters/fd-log.ts';
import { answer, answerDirect } from '../core/review/answer.ts';
import type { Engine } from '../core/review/engine.ts';
import { ownText } from '../core/workload/json.ts';
import { isHttpEvent, toRequest, toResult } from './event.ts';
import { lastResort } from './last-resort.ts';
import { type Environment, invocationLog } from './log.ts';

export interface World extends Pick<Engine, 'policies' | 'clock' | 'ids' | 'evidence'> {
  /** Where records go. */
  readonly log: FdLog;
  /** Where defects are told of. */
  readonly errors: FdLog;
  readonly clusterMetrics: boolean;
  /** What X-Ray calls the invocation where the context does not tell; undefined: nobody does. */
  readonly trace: () => string | undefined;
}

export type Handler = (event: unknown, context: Context) => Promise<unknown>;

// Answers come before the function's time is up (core/review/timeout.ts), so that middy's own timer is not needed.
const options = { timeoutEarlyInMillis: 0 };

/** REST events of API Gateway (version 1), and bare reviews by `aws lambda invoke`. The handler never rejects. */
export function compose({ policies, clock, ids, evidence, log, errors, clusterMetrics, trace }: World): Handler {
  const environment: Environment = { id: ids.next(clock.now()), clusterMetrics, invocations: 0, sequence: 0 };
  const routes = { open: false, clusters: true, check: 'caller' } as const;
  const engineFor = (context: Context): Engine => {
    const coldStart = environment.invocations++ === 0;
    // Where one environment serves several invocations at once, only the context knows.
    const xray = ownText(context, 'xRayTraceId') ?? trace();
    const invocation = { requestId: context.awsRequestId, coldStart, startMs: clock.monotonic(), trace: xray };
    return { policies, clock, ids, evidence, routes, log: invocationLog(log, clock, invocation, environment) };
  };
  const handle = async (event: unknown, context: Context): Promise<unknown> => {
    const engine = engineFor(context);
    const remainingMs = context.getRemainingTimeInMillis();
    if (isHttpEvent(event)) return toResult(await answer(toRequest(event, remainingMs), engine));
    const { body } = await answerDirect(event, engine, remainingMs);
    return JSON.parse(body) as unknown;
  };
  return middy<unknown, unknown>(options).use(lastResort(errors)).handler(handle);
}
