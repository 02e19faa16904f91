/** What the function may do: each option adds exactly what it needs. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeEcr } from '../nag.ts';
import type { Settings } from '../settings/defaults.ts';
import { parameterArns } from './parameters.ts';

export function functionRole(scope: Construct, settings: Settings, log: ILogGroup): Role {
  const { stage, ecrRepositoryArns, kmsKeyArns, registryCredentials } = settings;
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const allow = (actions: string[], resources: readonly string[]): void => {
    role.addToPolicy(new PolicyStatement({ actions, resources: [...resources] }));
  };
  log.grantWrite(role);
  const credentials = registryCredentials.map((name) => credentialsArn(scope, stage, name));
  allow(['ssm:GetParameters'], [...parameterArns(scope, stage), ...credentials]);
  if (kmsKeyArns.length > 0) allow(['kms:GetPublicKey'], kmsKeyArns);
  if (ecrRepositoryArns.length > 0) {
    allow(['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:GetDownloadUrlForLayer'], ecrRepositoryArns);
    // ECR gives the token of a whole registry; the action knows no narrower resource.
    allow(['ecr:GetAuthorizationToken'], ['*']);
    acknowledgeEcr(role, ecrRepositoryArns);
  }
  return role;
}

function credentialsArn(scope: Construct, stage: string, name: string): string {
  return Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: `image-warden/${stage}/registry/${name}` });
}
