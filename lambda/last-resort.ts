/** The outermost ring: a defect inside is still answered, as a Kubernetes `Status`. A review never gets here: it is answered with a verdict. */
import type { MiddlewareObj } from '@middy/core';
import { rejectionAnswer } from '../core/review/http.ts';
import { toResult } from './event.ts';

export function lastResort(): MiddlewareObj<unknown, unknown> {
  return {
    onError: (request) => {
      const { error } = request;
      const name = error instanceof Error ? error.name : 'Error';
      process.stderr.write(`${JSON.stringify({ level: 'ERROR', message: 'a defect', type: 'defect', name, stack: error?.stack })}\n`);
      request.response = toResult(rejectionAnswer({ code: 503, message: 'the service failed' }));
    },
  };
}
