/** The alarms of a deployment, and whom they tell. */
import { Aws, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IAlarmAction, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmRow, alarmRows, type Watched } from './alarm-table.ts';
import { serviceMetric } from './service-metrics.ts';

export class WardenAlarms extends Construct {
  readonly all: readonly Alarm[];
  /** Those that undo a canary deployment. */
  readonly rollingBack: readonly Alarm[];

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    const rows = alarmRows(watched).map((row) => ({ row, alarm: this.#alarm(row) }));
    const silent = watched.settings.clusters.map((cluster) => this.#silence(cluster));
    this.all = [...rows.map(({ alarm }) => alarm), ...silent];
    this.rollingBack = rows.flatMap(({ row, alarm }) => (row.rollsBack ? [alarm] : []));
  }

  /** Each alarm tells when it begins and when it ends. */
  tell(action: IAlarmAction): void {
    for (const alarm of this.all) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }

  #alarm({ id, metric, threshold, badMinutes: [bad, of], meaning }: AlarmRow): Alarm {
    return new Alarm(this, id, {
      metric: everyMinute(metric),
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: bad,
      evaluationPeriods: of,
      // No reviews, no trouble.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${Aws.STACK_NAME} ${id}: ${meaning}. What to do: docs/operations.md`,
    });
  }

  /** A cluster that asks nothing for an hour has lost its webhook, or somebody narrowed it. */
  #silence(cluster: string): Alarm {
    return new Alarm(this, `Silent-${cluster}`, {
      metric: serviceMetric('Reviews', 'Sum', cluster).with({ period: Duration.hours(1) }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `${Aws.STACK_NAME} Silent: cluster ${cluster} asked nothing for an hour. What to do: docs/operations.md`,
    });
  }
}

function everyMinute(metric: IMetric): IMetric {
  return metric instanceof Metric ? metric.with({ period: Duration.minutes(1) }) : metric;
}
