/** The deployed function: composition root. Events in, answers out; what is answered is core/review/answer.ts's business. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { systemClock } from '../adapters/clock.ts';
import { processLog } from '../adapters/fd-log.ts';
import { verdictIds } from '../adapters/verdict-ids.ts';
import { answer, answerDirect } from '../core/review/answer.ts';
import type { Engine } from '../core/review/engine.ts';
import { isHttpEvent, toRequest, toResult } from './event.ts';
import { lastResort } from './last-resort.ts';
import { type Environment, invocationLog } from './log.ts';
import { readSettings } from './settings.ts';

const { policiesOf } = await import('./policies.ts');

const log = processLog(1);
const ids = verdictIds();
const settings = readSettings(process.env);
const policies = policiesOf(settings, import.meta.url, log);
const engine: Omit<Engine, 'log'> = { policies, clock: systemClock, ids, routes: { open: false, clusters: true, check: 'caller' } };
const { clusterMetrics } = settings;
const environment: Environment = { id: ids.next(systemClock.now()), clusterMetrics, invocations: 0, sequence: 0 };

// Answers come before the function's time is up (core/review/timeout.ts), so that middy's own timer is not needed.
const options = { timeoutEarlyInMillis: 0 };

/** REST events of API Gateway (version 1), and bare reviews by `aws lambda invoke`. */
export const handler = middy<unknown, unknown>(options)
  .use(lastResort())
  .handler(async (event: unknown, context: Context) => {
    const one = { ...engine, log: invocationLog(log, systemClock, invocationOf(context), environment) };
    const remainingMs = context.getRemainingTimeInMillis();
    if (isHttpEvent(event)) return toResult(await answer(toRequest(event, remainingMs), one));
    const { body } = await answerDirect(event, one, remainingMs);
    return JSON.parse(body) as unknown;
  });

function invocationOf({ awsRequestId: requestId }: Context) {
  const coldStart = environment.invocations++ === 0;
  return { requestId, coldStart, startMs: systemClock.monotonic(), trace: process.env['_X_AMZN_TRACE_ID'] };
}
