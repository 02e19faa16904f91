/**
 * A record with what the platform knows of the invocation: Lambda's and Powertools' field names, and the metrics of its measures
 * in the embedded metric format, which CloudWatch reads from the log without any call (docs/records.md).
 */
import type { FdLog } from '../adapters/fd-log.ts';
import type { Clock, DecisionLog, Measures } from '../core/ports.ts';
import { jsonText } from '../core/text.ts';

export interface Invocation {
  readonly requestId: string;
  /** When it began, by the monotonic clock. */
  readonly startMs: number;
  readonly coldStart: boolean;
  /** `_X_AMZN_TRACE_ID`; undefined when there is none. */
  readonly trace: string | undefined;
}

/** One execution environment of the function. */
export interface Environment {
  readonly id: string;
  /** A metric for each cluster too; each one costs money. */
  readonly clusterMetrics: boolean;
  invocations: number;
  /** Of the last record: a gap in the numbers is a record that was lost. */
  sequence: number;
}

export function invocationLog(
  log: FdLog,
  clock: Clock,
  { requestId, startMs, coldStart, trace }: Invocation,
  environment: Environment,
): DecisionLog {
  return {
    write: (line, measures) => {
      const durationMs = String(Math.round((clock.monotonic() - startMs) * 1000) / 1000);
      const xray = trace === undefined ? '' : `,"xray_trace_id":${jsonText(trace)}`;
      return log.write(
        `${line.slice(0, -1)},"service":"image-warden","cold_start":${coldStart},"function_request_id":${jsonText(requestId)}${xray},` +
          `"environment":"${environment.id}","sequence":${++environment.sequence},"durationMs":${durationMs},` +
          `${metricsOf(measures, durationMs, clock.now(), environment.clusterMetrics)}}`,
      );
    },
  };
}

/** The values, and the block that tells CloudWatch to count them. Only a decision has a duration to measure. */
function metricsOf(measures: Measures, durationMs: string, nowMs: number, clusterMetrics: boolean): string {
  const byCluster = clusterMetrics && measures.cluster !== null;
  if (last === null || last.byCluster !== byCluster || !isSame(last.values, measures.values))
    last = metricsText(measures.values, byCluster);
  return `${last.isTimed ? `"DecisionMs":${durationMs},` : ''}${last.head}${nowMs}${last.tail}`;
}

type Values = Measures['values'];

interface Metrics {
  readonly values: Values;
  /** Of the values, in their order. */
  readonly names: string;
  readonly byCluster: boolean;
  readonly isTimed: boolean;
  /** Up to the time. */
  readonly head: string;
  readonly tail: string;
}

/** Of the last record: mostly the next one counts the same, and to write it anew costs more than an image's decision. */
let last: Metrics | null = null;

function isSame(a: Values, b: Values): boolean {
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (a[name] === undefined) return false;
  return true;
}

function metricsText(values: Values, byCluster: boolean): Metrics {
  const isTimed = values['Reviews'] !== undefined;
  const names = Object.keys(values).join();
  const tail = last?.byCluster === byCluster && last.names === names ? last.tail : tailOf(names, isTimed, byCluster);
  return { values, names, byCluster, isTimed, head: `${JSON.stringify(values).slice(1, -1)},"_aws":{"Timestamp":`, tail };
}

function tailOf(names: string, isTimed: boolean, byCluster: boolean): string {
  const Metrics = [...(isTimed ? ['DecisionMs'] : []), ...names.split(',')].map((Name) => ({ Name, Unit: unitOf(Name) }));
  const Dimensions = byCluster ? [['service'], ['service', 'cluster']] : [['service']];
  return `,"CloudWatchMetrics":[${JSON.stringify({ Namespace: 'ImageWarden', Dimensions, Metrics })}]}`;
}

function unitOf(name: string): 'Milliseconds' | 'Seconds' | 'Count' {
  return name.endsWith('Ms') ? 'Milliseconds' : name.endsWith('Seconds') ? 'Seconds' : 'Count';
}
