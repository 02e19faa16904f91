/** The outermost ring: a defect inside is still answered, as a Kubernetes `Status`. A review never gets here: it is answered with a verdict. */
import type { MiddlewareObj } from '@middy/core';
import type { FdLog } from '../adapters/fd-log.ts';
import { rejectionAnswer } from '../core/review/http.ts';
import { escapeText } from '../core/text.ts';
import { toResult } from './event.ts';

/** Characters of a stack that are told. */
const maxStackLength = 4000;

/** `errors` hears of each defect, one line of JSON. */
export function lastResort(errors: FdLog): MiddlewareObj<unknown, unknown> {
  return {
    onError: (request) => {
      const { error } = request;
      const name = error instanceof Error ? error.name : 'Error';
      const stack = error?.stack?.slice(0, maxStackLength) ?? null;
      const line = { level: 'ERROR', message: 'a defect', type: 'defect', service: 'image-warden', name, stack };
      errors.write(escapeText(JSON.stringify(line), Number.POSITIVE_INFINITY));
      request.response = toResult(rejectionAnswer({ code: 503, message: 'the service failed' }));
    },
  };
}
