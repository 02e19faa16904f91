/** Properties that are wrong together. Each row is wrong in one way; the nearest right one stands beside it. */
import { describe, expect, it } from '@jest/globals';
import type { ImageWardenProps } from '../../../infra/settings/props.ts';
import { checkedProps } from '../../../infra/settings/settings.ts';

const vpcEndpointIds = ['vpce-0123456789abcdef0'];
const named = { domainName: 'warden.example.com', certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0123abcd' };
const key = 'arn:aws:kms:eu-west-1:111122223333:key/0123abcd';
const ecrRepositoryArns = ['arn:aws:ecr:eu-west-1:111122223333:repository/acme/*'];
const truststoreUri = 's3://acme-pki/clients.pem';

const rows: readonly [what: string, wrong: ImageWardenProps, right: ImageWardenProps, message: RegExp][] = [
  [
    'function as slow as integration',
    { functionTimeoutSeconds: 9 },
    { functionTimeoutSeconds: 8 },
    /^functionTimeoutSeconds < integrationTimeoutSeconds < 10 .*for example 8 and 9$/,
  ],
  ['integration as slow as webhook', { integrationTimeoutSeconds: 10 }, { integrationTimeoutSeconds: 9 }, /^functionTimeoutSeconds < /],
  [
    'private API that nobody can call',
    { endpoint: 'private' },
    { endpoint: 'private', vpcEndpointIds },
    /^endpoint private: expected vpcEndpointIds or vpcEndpoint/,
  ],
  ['endpoints of a regional API', { vpcEndpointIds }, { vpcEndpointIds, endpoint: 'private' }, /expected "endpoint": "private" with them/],
  [
    'name of a private API',
    { ...named, endpoint: 'private', vpcEndpointIds },
    named,
    /^domainName and truststoreUri: expected "endpoint": "regional"/,
  ],
  [
    'mutual TLS on a private API',
    { ...named, truststoreUri, endpoint: 'private', vpcEndpointIds },
    { ...named, truststoreUri },
    /no mutual TLS for private APIs$/,
  ],
  ['name without certificate', { domainName: named.domainName }, named, /^domainName and certificateArn: expected both or neither/],
  ['certificate without name', { certificateArn: named.certificateArn }, named, /^domainName and certificateArn: expected both or neither/],
  ['mutual TLS without a name', { truststoreUri }, { ...named, truststoreUri }, /^hostedZoneId and truststoreUri: expected domainName/],
  [
    'zone without a name',
    { hostedZoneId: 'Z0123' },
    { ...named, hostedZoneId: 'Z0123' },
    /^hostedZoneId and truststoreUri: expected domainName/,
  ],
  [
    'version without truststore',
    { ...named, truststoreVersion: 'a' },
    { ...named, truststoreUri, truststoreVersion: 'a' },
    /^truststoreVersion: expected truststoreUri/,
  ],
  [
    'rate without burst',
    { throttleRatePerSecond: 5 },
    { throttleRatePerSecond: 5, throttleBurst: 5 },
    /^throttleRatePerSecond and throttleBurst/,
  ],
  [
    'more warm than reserved',
    { provisionedConcurrency: 3, reservedConcurrency: 2 },
    { provisionedConcurrency: 2, reservedConcurrency: 2 },
    /^provisionedConcurrency: /,
  ],
  [
    'provider without subjects',
    { createGithubProvider: true },
    { createGithubProvider: true, githubSubjects: ['repo:acme/app:*'] },
    /^createGithubProvider: expected githubSubjects/,
  ],
  [
    'topic and address',
    { alarmEmail: 'a@example.com', alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:a' },
    { alarmEmail: 'a@example.com' },
    /^alarmTopicArn and alarmEmail/,
  ],
  [
    'clusters that nobody counts',
    { clusters: ['prod'] },
    { clusters: ['prod'], clusterMetrics: true },
    /^clusters: expected "clusterMetrics": true/,
  ],
  [
    'a key without credentials',
    { credentialsKeyArns: [key] },
    { credentialsKeyArns: [key], registryCredentials: ['harbor'] },
    /^credentialsKeyArns: expected registryCredentials with it/,
  ],
  ['Inspector without repositories', { inspector: true }, { inspector: true, ecrRepositoryArns }, /^inspector: expected ecrRepositoryArns/],
  [
    'trust without the second function',
    { trustRefresh: true },
    { trustRefresh: true, verifyAhead: true, ecrRepositoryArns, evidenceTable: true },
    /^trustRefresh: expected "verifyAhead": true/,
  ],
  [
    'ahead without a table',
    { verifyAhead: true, ecrRepositoryArns },
    { verifyAhead: true, ecrRepositoryArns, evidenceTable: true },
    /^verifyAhead: expected "evidenceTable": true and ecrRepositoryArns/,
  ],
  [
    'ahead without repositories',
    { verifyAhead: true, evidenceTable: true },
    { verifyAhead: true, ecrRepositoryArns, evidenceTable: true },
    /^verifyAhead: expected "evidenceTable": true and ecrRepositoryArns/,
  ],
];

describe.each(rows)('%s', (_what, wrong, right, message) => {
  it('is refused with one message', () => {
    expect(refusalOf(wrong)).toMatch(message);
    expect(refusalOf(wrong)).not.toContain('\n');
  });

  it('has a right neighbour', () => {
    expect(refusalOf(right)).toBe('');
  });
});

function refusalOf(props: ImageWardenProps): string {
  try {
    checkedProps({ ...props });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
