/** Deployments that are tested whole: cdk-nag, snapshot, and cfn-lint by `npm run lint:templates`. */
import type { ImageWardenProps } from '../../infra/settings/props.ts';

const account = '111122223333';

export const configurations: Readonly<Record<string, ImageWardenProps>> = {
  default: {},
  'private through endpoints of the VPC': {
    endpoint: 'private',
    vpcEndpointIds: ['vpce-0123456789abcdef0', 'vpce-0123456789abcdef1'],
    allowedCidrs: ['10.0.0.0/16'],
  },
  'private with an endpoint made here': {
    endpoint: 'private',
    vpcEndpoint: {
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      clientCidrs: ['10.0.0.0/16', 'fd00::/8'],
    },
    createApiLogRole: false,
  },
  'mutual TLS under a name of its own': {
    domainName: 'warden.example.com',
    certificateArn: `arn:aws:acm:eu-west-1:${account}:certificate/0123abcd-0123-0123-0123-0123456789ab`,
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    truststoreUri: 's3://acme-pki/clients.pem',
    truststoreVersion: 'abcdef123',
  },
  'narrow and guarded': {
    allowedCidrs: ['203.0.113.0/24', '2001:db8::/32'],
    wafRequestsPerFiveMinutes: 30_000,
    throttleRatePerSecond: 500,
    throttleBurst: 1000,
  },
  'pipelines of GitHub and of other accounts': {
    githubSubjects: ['repo:acme/app:ref:refs/heads/main', 'repo:acme/infra:*'],
    createGithubProvider: true,
    ciPrincipals: [`arn:aws:iam::444455556666:role/ci`],
  },
  'warm, canary, mail': {
    memoryMb: 512,
    reservedConcurrency: 200,
    provisionedConcurrency: 2,
    rollout: 'canary',
    alarmEmail: 'on-call@example.com',
  },
  'linear, a topic, each cluster counted': {
    rollout: 'linear',
    alarmTopicArn: `arn:aws:sns:eu-west-1:${account}:on-call`,
    clusterMetrics: true,
    clusters: ['prod-eu', 'prod-us'],
    logRetentionDays: 365,
    maxStaleSeconds: 600,
  },
  'evidence from ECR, KMS and other registries': {
    memoryMb: 512,
    ecrRepositoryArns: [`arn:aws:ecr:eu-west-1:${account}:repository/acme/*`, `arn:aws:ecr:eu-west-1:${account}:repository/base`],
    kmsKeyArns: [`arn:aws:kms:eu-west-1:${account}:key/01234567-0123-0123-0123-0123456789ab`],
    registryCredentials: ['harbor'],
    awsSigner: true,
  },
  'judged ahead of admission': {
    ecrRepositoryArns: [`arn:aws:ecr:eu-west-1:${account}:repository/acme/*`],
    registryCredentials: ['harbor'],
    credentialsKeyArns: [`arn:aws:kms:eu-west-1:${account}:key/01234567-0123-0123-0123-0123456789ab`],
    inspector: true,
    evidenceTable: true,
    verifyAhead: true,
    trustRefresh: true,
    alarmTopicArn: `arn:aws:sns:eu-west-1:${account}:on-call`,
  },
};
