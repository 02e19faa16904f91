/** What the people who run it see: counts, alarms, the dashboard, saved questions. */
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Watched } from './alarm-table.ts';
import { WardenAlarms } from './alarms.ts';
import { WardenDashboard } from './dashboard.ts';
import { addQueries } from './queries.ts';
import { addRecordMetrics } from './record-metrics.ts';
import { alarmTopic } from './topic.ts';

export class WardenOperations extends Construct {
  readonly alarms: WardenAlarms;
  readonly dashboard: WardenDashboard;

  constructor(scope: Construct, id: string, { settings, ...rest }: Omit<Watched, 'records'>, decisions: ILogGroup) {
    super(scope, id);
    const watched = { ...rest, settings, records: addRecordMetrics(settings.stage, decisions) };
    this.alarms = new WardenAlarms(this, 'Alarms', watched);
    this.dashboard = new WardenDashboard(this, 'Dashboard', watched, this.alarms, decisions);
    addQueries(this, decisions);
    const topic = alarmTopic(this, settings);
    if (topic !== null) this.alarms.tell(new SnsAction(topic));
  }
}
