/** When somebody is woken, and why. docs/operations.md has a section for each. */

import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Settings } from '../settings/defaults.ts';
import type { RecordMetrics } from './record-metrics.ts';

export interface AlarmRow {
  /** Part of the alarm's name, and the title of its section in the guide. */
  readonly id: string;
  readonly metric: IMetric;
  /** Alarm at this value or above. */
  readonly threshold: number;
  /** Minutes looked at, and how many of them must be bad. */
  readonly badMinutes: readonly [bad: number, of: number];
  readonly meaning: string;
  /** Whether a canary deployment is undone by it: what a bad version does, not what a bad day does. */
  readonly rollsBack: boolean;
}

export interface Watched {
  readonly live: Alias;
  readonly api: RestApi;
  /** Null: no image is judged ahead of admission. */
  readonly ahead: LambdaFunction | null;
  readonly records: RecordMetrics;
  readonly settings: Settings;
}

/** Every single one matters. */
const once = [1, 1] as const;
/** One bad minute passes: API servers and controllers ask again. */
const twice = [2, 5] as const;
const period = Duration.minutes(1);

export function alarmRows({ live, api, ahead, records, settings }: Watched): readonly AlarmRow[] {
  const slowMs = settings.functionTimeoutSeconds * 500;
  const duration = live.metricDuration({ statistic: Stats.percentile(99), period });
  const sum = { statistic: Stats.SUM, period };
  const row = (
    id: string,
    metric: IMetric,
    threshold: number,
    badMinutes: AlarmRow['badMinutes'],
    meaning: string,
    rollsBack = false,
  ): AlarmRow => ({
    id,
    metric,
    threshold,
    badMinutes,
    meaning,
    rollsBack,
  });
  return [
    row('Errors', live.metricErrors(sum), 1, twice, 'the function failed or ran out of time: reviews went unanswered', true),
    row('Throttles', live.metricThrottles(sum), 1, twice, 'Lambda refused to run the function: reviews went unanswered'),
    row('Slow', duration, slowMs, [3, 5], `the slowest hundredth takes more than ${slowMs} ms, half of the time allowed`, true),
    row('ServerErrors', api.metricServerError(sum), 1, twice, 'API Gateway answered 5xx: failurePolicy decided, not the policy', true),
    row('Undecided', records.Undecided, 1, twice, 'reviews were denied because nothing could decide', true),
    row('StalePolicy', records.StalePolicy, 1, [5, 10], 'the last good policy decides: a change is not in force'),
    row('PolicyProblem', records.PolicyProblem, 1, once, 'the parameters cannot be read or do not load'),
    row('Unauthorized', records.Unauthorized, 1, [3, 15], 'a cluster has a wrong token, or somebody guesses'),
    row('BreakGlass', records.BreakGlass, 1, once, 'somebody used break-glass'),
    row('FailOpen', records.FailOpen, 1, once, 'images ran although their evidence could not be checked'),
    ...(ahead === null
      ? []
      : [
          row(
            'AheadDropped',
            droppedOf(ahead),
            1,
            once,
            'an image was not judged ahead of admission, or trust not refreshed, after three tries',
          ),
        ]),
  ];
}

/** Events that were given up, whatever the reason. Source: AWS Lambda developer guide, asynchronous invocation metrics. */
export function droppedOf(fn: LambdaFunction): IMetric {
  return fn.metric('AsyncEventsDropped', { statistic: Stats.SUM, period });
}
