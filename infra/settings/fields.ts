/** What each property accepts. The type makes a property without an entry impossible. */
import { isIPv4, isIPv6 } from 'node:net';
import { arn, type Field, flag, listOf, oneOf, record, text, wholeNumber } from './field.ts';
import type { ImageWardenProps } from './props.ts';

/** Days that CloudWatch Logs accepts (API reference, PutRetentionPolicy). */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const cidr: Field = { expected: 'a network such as 203.0.113.0/24', example: '203.0.113.0/24', accepts: isCidr };
const vpcEndpointId = text('the id of a VPC endpoint', 'vpce-0123456789abcdef0', /^vpce-[0-9a-f]{8,17}$/);
const subnetId = text('the id of a subnet', 'subnet-0123456789abcdef0', /^subnet-[0-9a-f]{8,17}$/);
const clusterName = text('1-63 characters of a-z, 0-9 and "-", no "-" at an end', 'prod-eu', /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
/** The owner is always named: a subject that any repository of GitHub's may have would open the route to everybody. */
const githubSubject = text(
  'a subject repo:OWNER/NAME:..., at most one * and that at the end',
  'repo:acme/app:ref:refs/heads/main',
  /^repo:[\w.-]+\/[\w.-]+:[\w./:@-]*\*?$/,
);
const account = '111122223333';
const kmsKey = arn('kms', `arn:aws:kms:eu-west-1:${account}:key/0123abcd-0123-0123-0123-0123456789ab`, 'key/[\\w-]+');

export const fields: Readonly<Record<keyof ImageWardenProps, Field>> = {
  stage: text('1-32 characters of a-z, 0-9 and "-", the first a letter', 'prod', /^[a-z][a-z0-9-]{0,31}$/),
  memoryMb: wholeNumber('MB', 512, 128, 10_240),
  functionTimeoutSeconds: wholeNumber('seconds', 8, 1, 29),
  integrationTimeoutSeconds: wholeNumber('seconds', 9, 1, 29),
  maxStaleSeconds: wholeNumber('seconds', 3600, 60, 86_400),
  logRetentionDays: oneOf(90, ...retentionDays),
  createApiLogRole: flag(false),
  artifact: text('the path of a folder', 'dist', /./),
  endpoint: oneOf('private', 'regional', 'private'),
  allowedCidrs: listOf(cidr),
  vpcEndpointIds: listOf(vpcEndpointId),
  vpcEndpoint: record({
    vpcId: text('the id of a VPC', 'vpc-0123456789abcdef0', /^vpc-[0-9a-f]{8,17}$/),
    subnetIds: listOf(subnetId),
    clientCidrs: listOf(cidr),
  }),
  domainName: text('a host name', 'warden.example.com', /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/),
  certificateArn: arn('acm', `arn:aws:acm:eu-west-1:${account}:certificate/0123abcd`, 'certificate/[\\w-]+'),
  hostedZoneId: text('the id of a Route 53 zone', 'Z0123456789ABCDEFGHIJ', /^[A-Z0-9]{1,32}$/),
  truststoreUri: text('s3://bucket/key', 's3://acme-pki/clients.pem', /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[\w./-]+$/),
  truststoreVersion: text("the version's id", 'abcdef123', /^[\w.-]{1,1024}$/),
  wafRequestsPerFiveMinutes: wholeNumber('requests', 30_000, 10, 2_000_000_000),
  throttleRatePerSecond: wholeNumber('requests a second', 500, 1, 10_000),
  throttleBurst: wholeNumber('requests', 1000, 1, 5000),
  ciPrincipals: listOf(arn('iam', `arn:aws:iam::${account}:role/ci`, 'role/[\\w+=,.@/-]+')),
  githubSubjects: listOf(githubSubject),
  createGithubProvider: flag(true),
  reservedConcurrency: wholeNumber('invocations', 200, 1, 100_000),
  provisionedConcurrency: wholeNumber('environments', 2, 1, 10_000),
  rollout: oneOf('canary', 'all-at-once', 'canary', 'linear'),
  alarmTopicArn: arn('sns', `arn:aws:sns:eu-west-1:${account}:on-call`, '[\\w-]{1,256}'),
  alarmEmail: text('a mail address', 'on-call@example.com', /^[^\s@]+@[^\s@]+\.[^\s@]+$/),
  clusterMetrics: flag(true),
  clusters: listOf(clusterName),
  policySnapshot: text('the path of a policy file', 'image-warden.yaml', /./),
  ecrRepositoryArns: listOf(arn('ecr', `arn:aws:ecr:eu-west-1:${account}:repository/acme/*`, 'repository/[a-z0-9][a-z0-9._/-]*\\*?')),
  kmsKeyArns: listOf(kmsKey),
  awsSigner: flag(true),
  registryCredentials: listOf(text('1-64 characters of A-Z, a-z, 0-9, ".", "_" and "-"', 'harbor', /^[\w.-]{1,64}$/)),
  credentialsKeyArns: listOf(kmsKey),
  inspector: flag(true),
  evidenceTable: flag(true),
  verifyAhead: flag(true),
  trustRefresh: flag(true),
};

function isCidr(value: unknown): boolean {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(typeof value === 'string' ? value : '') ?? [];
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}
