/**
 * What the records of this deployment say, counted by the log service: nothing can be decided, and nobody refused, without
 * being counted, and no call delays an answer. The fields are those of core/review/record.ts.
 */
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, type JsonPattern } from 'aws-cdk-lib/aws-logs';

const { all, booleanValue, exists, numberValue, stringValue } = FilterPattern;
const ofType = (type: string): JsonPattern => stringValue('$.type', '=', type);

const patterns = {
  /** Somebody used break-glass. */
  BreakGlass: all(ofType('decision'), exists('$.break-glass')),
  /** Allowed because `onError` says so: evidence could not be checked. */
  FailOpen: all(ofType('decision'), exists('$.fail-open')),
  /** Denied because nothing could decide. */
  Undecided: all(ofType('decision'), booleanValue('$.allowed', false), numberValue('$.code', '=', 503)),
  /** Decided by the last good policy. */
  StalePolicy: all(ofType('decision'), booleanValue('$.stale', true)),
  /** Parameter Store could not be read, or its newest values do not load. */
  PolicyProblem: all(ofType('policy'), stringValue('$.level', '=', 'ERROR')),
  /** An unknown cluster or a wrong token. */
  Unauthorized: ofType('unauthorized'),
} as const satisfies Record<string, JsonPattern>;

type RecordMetric = keyof typeof patterns;
export type RecordMetrics = Readonly<Record<RecordMetric, Metric>>;

/** One filter and one metric each; the namespace is the deployment's own, so that two stages never count for each other. */
export function addRecordMetrics(stage: string, log: ILogGroup): RecordMetrics {
  const metricNamespace = `ImageWarden/${stage}`;
  const metric = (metricName: RecordMetric): [RecordMetric, Metric] => {
    log.addMetricFilter(metricName, {
      filterPattern: patterns[metricName],
      metricNamespace,
      metricName,
      metricValue: '1',
      defaultValue: 0,
    });
    return [metricName, new Metric({ namespace: metricNamespace, metricName, statistic: Stats.SUM })];
  };
  return Object.fromEntries(Object.keys(patterns).map((name) => metric(name as RecordMetric))) as RecordMetrics;
}
