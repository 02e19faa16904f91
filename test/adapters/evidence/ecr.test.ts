import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
import { ecrCredentials } from '../../../adapters/evidence/ecr-credentials.ts';
import { parseEcrHost } from '../../../adapters/evidence/ecr-host.ts';
import { ecrScans } from '../../../adapters/evidence/ecr-scans.ts';

const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const clock = (ms = 0) => ({ now: () => ms });

/** Answers one after the other, and keeps what was asked. */
function scripted(...answers: (AwsAnswer | Error)[]) {
  const asked: AwsRequest[] = [];
  const call = async (request: AwsRequest): Promise<AwsAnswer> => {
    const answer = answers[Math.min(asked.push(request), answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
    return answer;
  };
  return { call, asked };
}

describe('parseEcrHost', () => {
  it.each<[string, [string, string] | null]>([
    [host, ['111122223333', 'eu-west-1']],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com', ['111122223333', 'us-gov-west-1']],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn', ['111122223333', 'cn-north-1']],
    ['111122223333.dkr-ecr.us-east-1.on.aws', ['111122223333', 'us-east-1']],
    [`${host}.evil.example`, null],
    ['11112222333.dkr.ecr.eu-west-1.amazonaws.com', null],
    ['public.ecr.aws', null],
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com:443', null],
  ])('%s', (text, expected) => {
    const parsed = parseEcrHost(text);
    expect(parsed === null ? null : [parsed.account, parsed.region]).toEqual(expected);
  });
});

describe('ecrCredentials', () => {
  const others = async () => ({ kind: 'anonymous' }) as const;
  const token = (password: string, expiresAt = 43_200): AwsAnswer => ({
    status: 200,
    body: { authorizationData: [{ authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'), expiresAt }] },
  });

  it('asks once a region, and again ten minutes before the end', async () => {
    let nowMs = 0;
    const { call, asked } = scripted(token('one'), token('two', 86_400));
    const source = ecrCredentials(call, { now: () => nowMs }, others);
    expect(await source(host)).toEqual({ kind: 'basic', username: 'AWS', password: 'one' });
    expect(await source('444455556666.dkr.ecr.eu-west-1.amazonaws.com')).toEqual({ kind: 'basic', username: 'AWS', password: 'one' });
    expect(asked).toEqual([
      { service: 'ecr', region: 'eu-west-1', target: 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken', body: {} },
    ]);
    nowMs = 43_200_000 - 600_000;
    expect(await source(host)).toEqual({ kind: 'basic', username: 'AWS', password: 'two' });
  });

  it('gives other hosts nothing of ECR', async () => {
    const { call, asked } = scripted(token('one'));
    expect(await ecrCredentials(call, clock(), others)('ghcr.io')).toEqual({ kind: 'anonymous' });
    expect(asked).toEqual([]);
  });

  it.each<[string, AwsAnswer | Error, string]>([
    ['no answer', new Error('x'), 'ECR in eu-west-1 did not answer'],
    ['access denied', { status: 400, body: { __type: 'AccessDeniedException' } }, 'ECR in eu-west-1 gave no token (HTTP 400)'],
    ['no token', { status: 200, body: {} }, 'ECR in eu-west-1 gave no token (HTTP 200)'],
  ])('%s is not "no credentials"', async (_, answer, message) => {
    await expect(ecrCredentials(scripted(answer).call, clock(), others)(host)).rejects.toThrow(message);
  });
});

describe('ecrScans', () => {
  const image = { host, path: 'acme/app', digest: 'sha256:x' };
  const status = (name: string, found: object = {}, more: object = {}): AwsAnswer => ({
    status: 200,
    body: { imageScanStatus: { status: name }, imageScanFindings: found, ...more },
  });
  const basic = {
    name: 'CVE-1',
    severity: 'HIGH',
    attributes: [
      { key: 'package_name', value: 'openssl' },
      { key: 'package_version', value: '3.0.1' },
    ],
  };
  const enhanced = {
    severity: 'CRITICAL',
    fixAvailable: 'NO',
    packageVulnerabilityDetails: {
      vulnerabilityId: 'CVE-2',
      vendorCreatedAt: 1000,
      vulnerablePackages: [{ name: 'lodash', version: '4' }],
    },
  };

  it.each<[string, (AwsAnswer | Error)[], unknown]>([
    [
      'a basic scan',
      [status('COMPLETE', { imageScanCompletedAt: 5, findings: [basic] })],
      {
        ok: {
          source: 'ECR',
          finishedMs: 5000,
          findings: [{ id: 'CVE-1', severity: 'high', fixable: true, publishedMs: null, component: 'openssl 3.0.1' }],
        },
      },
    ],
    [
      'an enhanced scan, which is of now',
      [status('ACTIVE', { imageScanCompletedAt: 5, enhancedFindings: [enhanced, { type: 'x' }] })],
      {
        ok: {
          source: 'ECR',
          finishedMs: 9000,
          findings: [{ id: 'CVE-2', severity: 'critical', fixable: false, publishedMs: 1_000_000, component: 'lodash 4' }],
        },
      },
    ],
    [
      'two pages',
      [status('COMPLETE', { findings: [basic] }, { nextToken: 'n' }), status('COMPLETE', { findings: [basic] })],
      { ok: { source: 'ECR', finishedMs: null, findings: [expect.anything(), expect.anything()] } },
    ],
    [
      'endless pages',
      [status('COMPLETE', { findings: [] }, { nextToken: 'n' })],
      { wrong: { code: 'malformed', detail: 'ECR has more than 20000 findings' } },
    ],
    ['no scan', [{ status: 400, body: { __type: 'com.amazonaws.ecr#ScanNotFoundException' } }], { ok: null }],
    ['an image that cannot be scanned', [status('UNSUPPORTED_IMAGE')], { ok: null }],
    ['a scan that has expired', [status('SCAN_ELIGIBILITY_EXPIRED')], { ok: null }],
    ['a scan that runs', [status('IN_PROGRESS')], { unknown: 'ECR has not finished its scan' }],
    ['a scan that waits', [status('PENDING')], { unknown: 'ECR has not finished its scan' }],
    ['a state that nobody knows', [status('NEW')], { unknown: 'ECR has not finished its scan' }],
    ['throttling', [{ status: 400, body: { __type: 'ThrottlingException' } }], { unknown: 'ECR in eu-west-1 answered HTTP 400' }],
    ['no answer', [new Error('x')], { unknown: 'ECR in eu-west-1 did not answer' }],
  ])('%s', async (_, answers, expected) => {
    expect(await ecrScans(scripted(...answers).call, clock(9000)).scan(image)).toEqual(expected);
  });

  it('asks in the account and region of the host, and nothing of other hosts', async () => {
    const { call, asked } = scripted(status('COMPLETE'));
    await ecrScans(call, clock()).scan(image);
    expect(await ecrScans(call, clock()).scan({ ...image, host: 'ghcr.io' })).toEqual({ ok: null });
    expect(asked).toEqual([
      {
        service: 'ecr',
        region: 'eu-west-1',
        target: 'AmazonEC2ContainerRegistry_V20150921.DescribeImageScanFindings',
        body: { registryId: '111122223333', repositoryName: 'acme/app', imageId: { imageDigest: 'sha256:x' }, maxResults: 1000 },
      },
    ]);
  });
});
