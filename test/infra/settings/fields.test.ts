/** What each field accepts and refuses, where its pattern is more than a range. */
import { describe, expect, it } from '@jest/globals';
import { fields } from '../../../infra/settings/fields.ts';
import type { ImageWardenProps } from '../../../infra/settings/props.ts';

const accepted: readonly [keyof ImageWardenProps, unknown][] = [
  ['stage', 'a'],
  ['stage', 'prod-eu-1'],
  ['allowedCidrs', ['203.0.113.7/32', '2001:db8::/32', '0.0.0.0/0']],
  ['domainName', 'warden.eu.example.com'],
  ['truststoreUri', 's3://acme.pki/a/b.pem'],
  ['certificateArn', 'arn:aws-cn:acm:cn-north-1:111122223333:certificate/0123abcd-0123'],
  ['githubSubjects', ['repo:acme/app:environment:prod', 'repo:acme/app:*', 'repo:acme/app:ref:refs/tags/v*']],
  ['ciPrincipals', ['arn:aws:iam::111122223333:role/path/to/ci@team']],
  ['ecrRepositoryArns', ['arn:aws:ecr:eu-west-1:111122223333:repository/acme/*', 'arn:aws:ecr:eu-west-1:111122223333:repository/base']],
  ['clusters', ['a', 'prod-eu']],
  ['registryCredentials', ['harbor.corp']],
];

const refused: readonly [keyof ImageWardenProps, unknown][] = [
  ['stage', ''],
  ['stage', '1prod'],
  ['stage', 'Prod'],
  ['stage', 'prod:1'],
  ['stage', 'prod\n'],
  ['stage', 'a'.repeat(33)],
  ['memoryMb', 127],
  ['memoryMb', 10_241],
  ['memoryMb', '256'],
  ['allowedCidrs', '203.0.113.0/24'],
  ['allowedCidrs', ['203.0.113.0']],
  ['allowedCidrs', ['203.0.113.0/33']],
  ['allowedCidrs', ['2001:db8::/129']],
  ['allowedCidrs', ['203.0.113.0/24', '203.0.113.0/24']],
  ['vpcEndpointIds', ['vpc-0123456789abcdef0']],
  ['vpcEndpoint', { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0'] }],
  ['vpcEndpoint', { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0'], clientCidrs: ['10.0.0.0/8'], more: 1 }],
  ['vpcEndpoint', null],
  ['domainName', 'warden'],
  ['domainName', 'https://warden.example.com'],
  ['domainName', '*.example.com'],
  ['truststoreUri', 'https://acme-pki.s3.amazonaws.com/clients.pem'],
  ['certificateArn', 'arn:aws:iam::111122223333:server-certificate/x'],
  ['githubSubjects', ['*']],
  ['githubSubjects', ['repo:*']],
  ['githubSubjects', ['repo:acme/*']],
  ['githubSubjects', ['repo:acme/app']],
  ['githubSubjects', ['repo:acme/app:*:main']],
  ['ciPrincipals', ['*']],
  ['ciPrincipals', ['arn:aws:iam::111122223333:root']],
  ['ecrRepositoryArns', ['*']],
  ['ecrRepositoryArns', ['arn:aws:ecr:eu-west-1:111122223333:repository/*']],
  ['awsSigner', 'yes'],
  ['kmsKeyArns', ['arn:aws:kms:eu-west-1:111122223333:alias/release']],
  ['rollout', 'blue-green'],
  ['alarmEmail', 'on-call'],
  ['alarmTopicArn', 'on-call'],
  ['clusters', ['prod:1']],
  ['clusters', ['__proto__']],
  ['registryCredentials', ['../other']],
];

describe('a property', () => {
  it.each(accepted)('%s accepts %j', (key, value) => {
    expect(fields[key].accepts(value)).toBe(true);
  });

  it.each(refused)('%s refuses %j', (key, value) => {
    expect(fields[key].accepts(value)).toBe(false);
  });
});
