/** A new version takes over bit by bit, and is taken back when an alarm rings. */
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledgeCodeDeploy } from '../nag.ts';
import type { Settings } from '../settings/defaults.ts';

const configurations = {
  canary: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  linear: LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE,
} as const;

export function addRollout(
  scope: Construct,
  rollout: Exclude<Settings['rollout'], 'all-at-once'>,
  alias: Alias,
  alarms: readonly Alarm[],
): void {
  const group = new LambdaDeploymentGroup(scope, 'Rollout', {
    application: new LambdaApplication(scope, 'Application'),
    alias,
    alarms: [...alarms],
    deploymentConfig: configurations[rollout],
    autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
  });
  acknowledgeCodeDeploy(group);
}
