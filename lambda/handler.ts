/** The deployed function: composition root. Events in, answers out; what is answered is core/review/answer.ts's business. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { systemClock } from '../adapters/clock.ts';
import { fdLog } from '../adapters/fd-log.ts';
import { verdictIds } from '../adapters/verdict-ids.ts';
import { answer, answerDirect } from '../core/review/answer.ts';
import type { Engine } from '../core/review/engine.ts';
import { isHttpEvent, toRequest, toResult } from './event.ts';
import { lastResort } from './last-resort.ts';
import { type Environment, invocationLog } from './log.ts';

const { policiesOf } = await import('./policies.ts');

const log = fdLog(1);
const ids = verdictIds();
const policies = policiesOf(process.env, import.meta.url, log);
const engine: Engine = { policies, clock: systemClock, ids, log, digests: null, routes: { open: false, clusters: true, check: 'caller' } };
const environment: Environment = { id: ids.next(systemClock.now()), invocations: 0, sequence: 0 };

/** REST events of API Gateway (version 1), and bare reviews by `aws lambda invoke`. */
export const handler = middy<unknown, unknown>()
  .use(lastResort())
  .handler(async (event: unknown, context: Context) => {
    const coldStart = environment.invocations++ === 0;
    const invocation = invocationLog(log, { requestId: context.awsRequestId, coldStart }, environment);
    const one = { ...engine, log: invocation };
    const remainingMs = context.getRemainingTimeInMillis();
    if (isHttpEvent(event)) return toResult(await answer(toRequest(event, remainingMs), one));
    const { body } = await answerDirect(event, one, remainingMs);
    return JSON.parse(body) as unknown;
  });
