/** A record with what the platform knows of the invocation: Lambda's and Powertools' field names. */
import type { DecisionLog } from '../core/ports.ts';

export interface Invocation {
  readonly requestId: string;
  readonly coldStart: boolean;
}

/** Numbers an environment's records, so that a gap shows. */
export function invocationLog(log: DecisionLog, { requestId, coldStart }: Invocation, environment: Environment): DecisionLog {
  const trace = process.env['_X_AMZN_TRACE_ID'];
  return {
    write: (line) => {
      const xray = trace === undefined ? '' : `,"xray_trace_id":${JSON.stringify(trace)}`;
      const invocation = `"cold_start":${coldStart},"function_request_id":${JSON.stringify(requestId)}${xray}`;
      return log.write(`${line.slice(0, -1)},${invocation},"environment":"${environment.id}","sequence":${++environment.sequence}}`);
    },
  };
}

/** One execution environment of the function. */
export interface Environment {
  readonly id: string;
  invocations: number;
  sequence: number;
}
