/** What a function may do: each option adds exactly what it needs. */
import { Aws, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeEcr, acknowledgeSigner } from '../nag.ts';
import type { Settings } from '../settings/defaults.ts';
import { parameterArns } from './parameters.ts';

export type VerdictTable = Pick<Table, 'tableArn' | 'tableName'>;

export function functionRole(scope: Construct, settings: Settings, log: ILogGroup, verdicts: VerdictTable | null): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  log.grantWrite(role);
  const credentials = settings.registryCredentials.map((name) => credentialsArn(scope, settings.stage, name));
  allow(role, ['ssm:GetParameters'], [...parameterArns(scope, settings.stage), ...credentials]);
  if (settings.credentialsKeyArns.length > 0) allowDecrypt(role, settings.credentialsKeyArns, credentials);
  if (settings.kmsKeyArns.length > 0) allow(role, ['kms:GetPublicKey'], settings.kmsKeyArns);
  if (settings.awsSigner) allowSigner(role);
  if (settings.ecrRepositoryArns.length > 0) allowEcr(role, settings);
  if (verdicts !== null) allow(role, ['dynamodb:GetItem', 'dynamodb:PutItem'], [verdicts.tableArn]);
  return role;
}

type Conditions = NonNullable<ConstructorParameters<typeof PolicyStatement>[0]>['conditions'];

function allow(role: Role, actions: string[], resources: readonly string[], conditions: Conditions = {}): void {
  role.addToPolicy(new PolicyStatement({ actions, resources: [...resources], conditions }));
}

/** Of these parameters alone. Source: AWS Systems Manager user guide, how Parameter Store uses AWS KMS. */
function allowDecrypt(role: Role, keyArns: readonly string[], parameters: readonly string[]): void {
  allow(role, ['kms:Decrypt'], keyArns, {
    StringEquals: { 'kms:EncryptionContext:PARAMETER_ARN': parameters },
    StringLike: { 'kms:ViaService': `ssm.${Aws.REGION}.amazonaws.com*` },
  });
}

/** Profiles may be of any account, and the job is one of many. */
function allowSigner(role: Role): void {
  allow(role, ['signer:GetRevocationStatus'], ['*']);
  acknowledgeSigner(role);
}

function allowEcr(role: Role, { ecrRepositoryArns, inspector }: Settings): void {
  allow(role, ['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:GetDownloadUrlForLayer'], ecrRepositoryArns);
  // ECR gives the token of a whole registry; the action knows no narrower resource.
  allow(role, ['ecr:GetAuthorizationToken'], ['*']);
  acknowledgeEcr(role, ecrRepositoryArns);
  // ECR asks Inspector in the caller's name (Amazon ECR user guide, permissions for enhanced scanning).
  if (inspector) allow(role, ['inspector2:ListAccountPermissions', 'inspector2:ListCoverage', 'inspector2:ListFindings'], ['*']);
}

function credentialsArn(scope: Construct, stage: string, name: string): string {
  return Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: `image-warden/${stage}/registry/${name}` });
}
