/** Where alarms go: somebody's topic, or one made here with a subscription. */
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/defaults.ts';

/** Null: alarms are seen on the dashboard alone. */
export function alarmTopic(scope: Construct, { alarmTopicArn, alarmEmail }: Settings): ITopic | null {
  if (alarmTopicArn !== undefined) return Topic.fromTopicArn(scope, 'Topic', alarmTopicArn);
  if (alarmEmail === undefined) return null;
  const topic = new Topic(scope, 'Topic', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
