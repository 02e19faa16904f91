/** The findings of cdk-nag that we do not follow, each with its reason. */
import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const apiReasons = {
  'AwsSolutions-APIG2': 'The function checks size, JSON, kind and version itself; a model would refuse reviews of newer API servers.',
  'AwsSolutions-APIG3': 'A web application firewall is an option (wafRequestsPerFiveMinutes): it costs more than the service.',
  'AwsSolutions-APIG4': 'An API server can send a URL and nothing else: the token in the path, compared by its hash, is the authorization.',
  'AwsSolutions-APIG6': 'Execution logs hold the path, and the path holds the token; the access log names the route instead.',
  'AwsSolutions-COG4': 'Callers are API servers and pipelines, no people: the token in the path, or AWS_IAM.',
} as const;

export function acknowledgeApi(api: Construct): void {
  for (const [id, reason] of Object.entries(apiReasons)) Validations.of(api).acknowledge({ id, reason });
}

/** Without the account's role CloudWatch takes no access log, and API Gateway documents this managed policy for it. */
export function acknowledgeApiLogRole(api: Construct): void {
  const id = 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]';
  Validations.of(api).acknowledge({
    id,
    reason: 'What API Gateway requires of the role with which it writes logs; only the service can assume it.',
  });
}

/** CodeDeploy documents this managed policy for functions; it shifts traffic between versions and reads alarms. */
export function acknowledgeCodeDeploy(group: Construct): void {
  const id = 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]';
  Validations.of(group).acknowledge({ id, reason: 'What CodeDeploy requires of its role; only the service can assume it.' });
}

export function acknowledgeEcr(role: Construct, repositoryArns: readonly string[]): void {
  const reasons = [
    ['*', 'ecr:GetAuthorizationToken and the lists of Amazon Inspector know no narrower resource.'],
    ...repositoryArns.filter((arn) => arn.endsWith('*')).map((arn) => [arn, 'The operator named these repositories by their prefix.']),
  ];
  for (const [resource, reason = ''] of reasons)
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

export function acknowledgeSigner(role: Construct): void {
  const reason = 'signer:GetRevocationStatus reads what was revoked, of profiles in any account.';
  Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });
}

export function acknowledgeTable(table: Construct): void {
  Validations.of(table).acknowledge({ id: 'AwsSolutions-DDB3', reason: 'A cache: what is lost is judged anew.' });
}
