/** The three parameters that are the policy, of which the stack makes one. */
import { Aws, Stack } from 'aws-cdk-lib';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/** Names below `/image-warden/<stage>/`. The function reads exactly these, `connect` and `policy push` write them. */
const names = ['allowlist', 'policy', 'clusters'] as const;

/** ARNs of the three parameters. */
export function parameterArns(scope: Construct, stage: string): string[] {
  return names.map((name) =>
    Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: `image-warden/${stage}/${name}` }),
  );
}

/**
 * The allowlist as a deployment begins: the account's own ECR. A deploy writes the value only when a property of this
 * resource changes. None may ever change: an update of any property, be it the description, would put this value back over
 * what operators have put.
 */
export function addAllowlist(scope: Construct, stage: string): CfnParameter {
  return new CfnParameter(scope, 'Allowlist', {
    name: `/image-warden/${stage}/allowlist`,
    type: 'StringList',
    value: `${Aws.ACCOUNT_ID}.dkr.ecr.${Aws.REGION}.${Aws.URL_SUFFIX}`,
  });
}
