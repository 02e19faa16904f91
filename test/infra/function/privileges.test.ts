/** Each option adds the permissions that it needs, and no other. */
import { describe, expect, it } from '@jest/globals';
import type { ImageWardenProps } from '../../../infra/settings/props.ts';
import { configurations } from '../configurations.ts';
import { flat, ofType, type Synthesised, synth } from '../synth.ts';

const built = (name: string): Synthesised => synth(configurations[name] as ImageWardenProps);

/** `action, action: resource, resource` for each statement of the policy whose name begins so. */
function grants(template: Synthesised, name: string): string[] {
  const policies = ofType(template, 'AWS::IAM::Policy').filter(({ PolicyName }) => PolicyName.startsWith(name));
  return policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map(
      ({ Action, Resource }: { Action: unknown; Resource: unknown }) =>
        `${[Action].flat().join(', ')}: ${[Resource].flat().map(flat).join(', ')}`,
    ),
  );
}

describe('the role of the function', () => {
  it('reads the repositories, keys and credentials that were named', () => {
    const added = grants(built('evidence from ECR, KMS and other registries'), 'ImageWardenFunctionRole');
    const parameter = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/image-warden/prod/';
    expect(added.toSorted()).toEqual([
      'ecr:BatchGetImage, ecr:DescribeImageScanFindings, ecr:GetDownloadUrlForLayer: ' +
        'arn:aws:ecr:eu-west-1:111122223333:repository/acme/*, arn:aws:ecr:eu-west-1:111122223333:repository/base',
      'ecr:GetAuthorizationToken, signer:GetRevocationStatus: *',
      'kms:GetPublicKey: arn:aws:kms:eu-west-1:111122223333:key/01234567-0123-0123-0123-0123456789ab',
      'logs:CreateLogStream, logs:PutLogEvents: <ImageWardenFunctionDecisions.Arn>',
      `ssm:GetParameters: ${['allowlist', 'clusters', 'policy', 'registry/harbor'].map((name) => parameter + name).join(', ')}`,
    ]);
  });
});

describe('the roles of the functions, judging ahead of admission', () => {
  const template = built('judged ahead of admission');
  const parameter = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/image-warden/prod/';
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/01234567-0123-0123-0123-0123456789ab';

  it.each([
    ['ImageWardenFunctionRole', '<ImageWardenFunctionDecisions.Arn>'],
    ['ImageWardenAheadRole', '<ImageWardenAheadEvents.Arn>'],
  ])('%s reads and writes verdicts, and all that they are made of', (name, log) => {
    expect(grants(template, name).toSorted()).toEqual([
      'dynamodb:GetItem, dynamodb:PutItem: <ImageWardenVerdicts.Arn>',
      'ecr:BatchGetImage, ecr:DescribeImageScanFindings, ecr:GetDownloadUrlForLayer: arn:aws:ecr:eu-west-1:111122223333:repository/acme/*',
      'ecr:GetAuthorizationToken, inspector2:ListAccountPermissions, inspector2:ListCoverage, inspector2:ListFindings: *',
      `kms:Decrypt: ${key}`,
      `logs:CreateLogStream, logs:PutLogEvents: ${log}`,
      `ssm:GetParameters: ${['allowlist', 'clusters', 'policy', 'registry/harbor'].map((each) => parameter + each).join(', ')}`,
    ]);
  });

  it('decrypt credentials of registries through Parameter Store, and nothing else', () => {
    const statements = ofType(template, 'AWS::IAM::Policy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const decrypting = statements.filter(({ Action }: { Action: unknown }) => Action === 'kms:Decrypt');
    expect(decrypting).toHaveLength(2);
    for (const { Condition } of decrypting) {
      expect([Condition.StringEquals['kms:EncryptionContext:PARAMETER_ARN']].flat().map(flat)).toEqual([`${parameter}registry/harbor`]);
      expect(flat(Condition.StringLike['kms:ViaService'])).toBe('ssm.<AWS::Region>.amazonaws.com*');
    }
  });
});

describe('the role for GitHub', () => {
  const template = built('pipelines of GitHub and of other accounts');
  const trustOf = (each: Synthesised) =>
    ofType(each, 'AWS::IAM::Role')
      .map(({ AssumeRolePolicyDocument: { Statement } }) => Statement[0])
      .find(({ Action }) => Action === 'sts:AssumeRoleWithWebIdentity');

  it('may ask the one route', () => {
    expect(grants(template, 'ImageWardenGithub')).toEqual([
      'execute-api:Invoke: arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ImageWardenApiRest>/prod/POST/v1/check',
    ]);
  });

  it('is for the subjects that were named', () => {
    expect(trustOf(template).Condition).toEqual({
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:acme/app:ref:refs/heads/main', 'repo:acme/infra:*'] },
    });
  });

  it('uses the provider that the account has, or the one made here', () => {
    expect(flat(trustOf(template).Principal.Federated)).toBe('<ImageWardenGithubProvider.Arn>');
    const existing = synth({ githubSubjects: ['repo:acme/app:*'] });
    expect(ofType(existing, 'AWS::IAM::OIDCProvider')).toEqual([]);
    expect(flat(trustOf(existing).Principal.Federated)).toBe(
      'arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/token.actions.githubusercontent.com',
    );
  });

  it('is an output', () => {
    expect(Object.keys(template.outputs)).toContain('GithubRole');
  });
});

describe('a role that is no part of an option', () => {
  it('does not exist', () => {
    const services = ofType(synth(), 'AWS::IAM::Role').map(({ AssumeRolePolicyDocument: { Statement } }) => Statement[0].Principal.Service);
    expect(services).toEqual(['lambda.amazonaws.com', 'apigateway.amazonaws.com']);
  });
});
