/** The default deployment: what it is made of, exactly. */
import { describe, expect, it } from '@jest/globals';
import { flat, methodsOf, ofType, synth } from './synth.ts';

const template = synth();

describe('the function', () => {
  const [fn] = ofType(template, 'AWS::Lambda::Function');

  it('runs the built bundle', () => {
    expect(fn).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler', MemorySize: 256, Timeout: 8 });
  });

  it('knows its stage and how long a policy serves on, and nothing else', () => {
    expect(fn.Environment.Variables).toEqual({ IMAGE_WARDEN_STAGE: 'prod', IMAGE_WARDEN_MAX_STALE_SECONDS: '3600' });
  });

  it('is not traced: a segment would hold the token', () => {
    expect(fn.TracingConfig).toBeUndefined();
  });

  it('is invoked through the alias live alone', () => {
    expect(ofType(template, 'AWS::Lambda::Alias').map(({ Name }) => Name)).toEqual(['live']);
    expect(methodsOf(template).map(({ method }) => flat(method.Integration.Uri))).toEqual(
      Array(5).fill('arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<ImageWardenFunctionLive>/invocations'),
    );
  });

  it('may read its three parameters and write its log', () => {
    const [policy] = ofType(template, 'AWS::IAM::Policy');
    const statements = policy.PolicyDocument.Statement as { Action: unknown; Effect: string; Resource: unknown }[];
    expect(ofType(template, 'AWS::IAM::Policy')).toHaveLength(1);
    expect(statements.map(({ Action, Effect, Resource }) => [Effect, Action, [Resource].flat().map(flat)])).toEqual([
      ['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['<ImageWardenFunctionDecisions.Arn>']],
      [
        'Allow',
        'ssm:GetParameters',
        ['allowlist', 'clusters', 'policy'].map(
          (name) => `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/image-warden/prod/${name}`,
        ),
      ],
    ]);
  });

  it('has a role that only Lambda can take, without managed policies', () => {
    const role = ofType(template, 'AWS::IAM::Role').find((each) => each.ManagedPolicyArns === undefined);
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });
});

describe('the parameter', () => {
  it('begins with the ECR of the account; a deploy that changed any of these would overwrite what operators put', () => {
    const [{ Value: value, ...others }] = ofType(template, 'AWS::SSM::Parameter');
    expect(flat(value)).toBe('<AWS::AccountId>.dkr.ecr.<AWS::Region>.<AWS::URLSuffix>');
    expect(others).toEqual({ Name: '/image-warden/prod/allowlist', Type: 'StringList' });
  });

  it('is the same whatever else is configured', () => {
    const other = synth({ memoryMb: 512, logRetentionDays: 365, maxStaleSeconds: 600 });
    expect(ofType(other, 'AWS::SSM::Parameter')).toEqual(ofType(template, 'AWS::SSM::Parameter'));
  });
});

describe('the template', () => {
  it('names no physical resource but the parameter', () => {
    const named = Object.values(template.resources).flatMap(({ Type, Properties }) =>
      Object.entries(Properties ?? {}).flatMap(([key, value]) =>
        /^(Name|FunctionName|RoleName|LogGroupName|AlarmName|TopicName|DashboardName)$/.test(key) && typeof value === 'string'
          ? [`${Type} ${value}`]
          : [],
      ),
    );
    expect(named).toEqual(['AWS::SSM::Parameter /image-warden/prod/allowlist', 'AWS::Lambda::Alias live']);
  });

  it('keeps every log for a time, and beyond the stack', () => {
    const groups = Object.values(template.resources).filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
    expect(groups.map(({ Properties, DeletionPolicy }) => [Properties.RetentionInDays, DeletionPolicy])).toEqual([
      [90, 'Retain'],
      [90, 'Retain'],
    ]);
  });

  it('tells what connect and operators need', () => {
    expect(Object.keys(template.outputs)).toEqual(['Url', 'Stage', 'Function', 'DecisionLog', 'Dashboard', 'AccessLog']);
    expect(flat(template.outputs['Url']?.Value)).toBe('https://<ImageWardenApiRest>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod/');
  });

  it('has no unexplained finding of cdk-nag', () => {
    expect(template.findings).toEqual([]);
  });
});
