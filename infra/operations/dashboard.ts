/** One page for the person on call: is it up, what does it decide, which policy decides. */
import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { droppedOf, type Watched } from './alarm-table.ts';
import type { WardenAlarms } from './alarms.ts';
import { deniedByRule } from './queries.ts';
import { serviceMetric } from './service-metrics.ts';

const height = 6;
const p50 = Stats.percentile(50);
const p99 = Stats.percentile(99);

export class WardenDashboard extends Construct {
  readonly page: Dashboard;

  constructor(scope: Construct, id: string, watched: Watched, alarms: WardenAlarms, decisions: ILogGroup) {
    super(scope, id);
    const rows = [
      [new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 3, alarms: [...alarms.all] })],
      reviews(decisions),
      speed(watched),
      trouble(watched),
      ...(watched.ahead === null ? [] : [aheadOfAdmission(watched.ahead)]),
      ...(watched.settings.clusters.length === 0 ? [] : [clusters(watched.settings.clusters)]),
    ];
    this.page = new Dashboard(this, 'Page', { defaultInterval: Duration.hours(3), widgets: rows });
  }
}

function reviews(decisions: ILogGroup): IWidget[] {
  const byRule = new LogQueryWidget({
    title: deniedByRule.title,
    logGroupNames: [decisions.logGroupName],
    queryLines: [...deniedByRule.lines],
    view: LogQueryVisualizationType.BAR,
    width: 8,
    height,
  });
  return [
    graph('Reviews', serviceMetric('Reviews'), serviceMetric('Denied'), serviceMetric('Warned')),
    byRule,
    graph('Age of the policy, seconds', serviceMetric('PolicyAgeSeconds', Stats.MAXIMUM)),
  ];
}

function speed({ live, api }: Watched): IWidget[] {
  const latency = [p50, p99].map((statistic) => api.metricLatency({ statistic, label: `whole ${statistic}` }));
  const duration = [p50, p99].map((statistic) => live.metricDuration({ statistic, label: `function ${statistic}` }));
  const concurrency = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'ConcurrentExecutions',
    statistic: Stats.MAXIMUM,
    dimensionsMap: { FunctionName: live.lambda.functionName },
  });
  return [
    graph('Latency, ms', ...latency, ...duration),
    graph(
      'Decision alone, ms',
      ...[p50, p99].map((statistic) => serviceMetric('DecisionMs', statistic).with({ label: statistic })),
      serviceMetric('RegistryMs', p99).with({ label: `evidence ${p99}` }),
    ),
    graph('Invocations at once', concurrency),
  ];
}

function trouble({ live, api, records }: Watched): IWidget[] {
  const sum = { statistic: Stats.SUM };
  return [
    graph('Failures', live.metricErrors(sum), live.metricThrottles(sum), api.metricServerError(sum), records.Undecided),
    graph('Policy', records.StalePolicy, records.PolicyProblem),
    graph('People', records.Unauthorized, records.BreakGlass, records.FailOpen, api.metricClientError({ ...sum, label: '4xx' })),
  ];
}

function aheadOfAdmission(fn: NonNullable<Watched['ahead']>): IWidget[] {
  const sum = { statistic: Stats.SUM };
  const duration = [p50, p99].map((statistic) => fn.metricDuration({ statistic, label: statistic }));
  return [
    graph('Ahead of admission', fn.metricInvocations(sum), fn.metricErrors(sum), droppedOf(fn)),
    graph('Ahead of admission, ms', ...duration),
  ];
}

function clusters(names: readonly string[]): IWidget[] {
  return [
    graph('Reviews by cluster', ...names.map((name) => serviceMetric('Reviews', Stats.SUM, name).with({ label: name }))),
    graph('Denied by cluster', ...names.map((name) => serviceMetric('Denied', Stats.SUM, name).with({ label: name }))),
  ];
}

function graph(title: string, ...left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height, period: Duration.minutes(1), leftYAxis: { min: 0 } });
}
