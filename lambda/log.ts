/**
 * A record with what the platform knows of the invocation: Lambda's and Powertools' field names, and the metrics of its measures
 * in the embedded metric format, which CloudWatch reads from the log without any call (docs/records.md).
 */
import type { FdLog } from '../adapters/fd-log.ts';
import type { Clock, DecisionLog, Measures } from '../core/ports.ts';
import { escapeText } from '../core/text.ts';

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
      const durationMs = Math.round((clock.monotonic() - startMs) * 1000) / 1000;
      const xray = trace === undefined ? '' : `,"xray_trace_id":${text(trace)}`;
      const invocation = `"service":"image-warden","cold_start":${coldStart},"function_request_id":${text(requestId)}${xray}`;
      const numbers = `"environment":"${environment.id}","sequence":${++environment.sequence},"durationMs":${durationMs}`;
      const metrics = metricsOf(measures, durationMs, clock.now(), environment.clusterMetrics);
      return log.write(`${line.slice(0, -1)},${invocation},${numbers},${metrics}}`);
    },
  };
}

/** The values, and the block that tells CloudWatch to count them. Only a decision has a duration to measure. */
function metricsOf({ cluster, values }: Measures, durationMs: number, nowMs: number, clusterMetrics: boolean): string {
  const counted = values['Reviews'] === undefined ? values : { DecisionMs: durationMs, ...values };
  const block = blockOf(Object.keys(counted).join(), clusterMetrics && cluster !== null);
  return `${JSON.stringify(counted).slice(1, -1)},"_aws":{"Timestamp":${nowMs},"CloudWatchMetrics":[${block}]}`;
}

/** Few sets of names occur, and making a block costs more than an image's decision. */
const blocks = new Map<string, string>();

function blockOf(names: string, byCluster: boolean): string {
  const key = `${byCluster}:${names}`;
  const known = blocks.get(key);
  if (known !== undefined) return known;
  const Metrics = names.split(',').map((Name) => ({ Name, Unit: unitOf(Name) }));
  const Dimensions = byCluster ? [['service'], ['service', 'cluster']] : [['service']];
  const block = JSON.stringify({ Namespace: 'ImageWarden', Dimensions, Metrics });
  blocks.set(key, block);
  return block;
}

function unitOf(name: string): 'Milliseconds' | 'Seconds' | 'Count' {
  return name.endsWith('Ms') ? 'Milliseconds' : name.endsWith('Seconds') ? 'Seconds' : 'Count';
}

function text(value: string): string {
  return escapeText(JSON.stringify(value));
}
