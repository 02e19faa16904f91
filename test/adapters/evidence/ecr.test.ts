import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsCall, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
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
    [`9${host}`, null],
    [`evil.example/${host}`, null],
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

  it('keeps tokens of regions apart, passwords whole, and nothing without an end', async () => {
    const { call, asked } = scripted(token('a:b'), token('c'), { status: 200, body: token('d').body }, token('e'));
    const source = ecrCredentials(call, clock(), others);
    const elsewhere = host.replace('eu-west-1', 'us-east-1');
    expect([await source(host), await source(elsewhere), await source(host)]).toMatchObject([
      { password: 'a:b' },
      { password: 'c' },
      { password: 'a:b' },
    ]);
    expect(asked.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
    const endless = scripted({ status: 200, body: { authorizationData: [{ authorizationToken: 'QVdTOng=' }] } });
    const again = ecrCredentials(endless.call, clock(), others);
    for (let call = 0; call < 2; call++) await again(host);
    expect(endless.asked).toHaveLength(2);
  });

  it('asks others for what is not of ECR', async () => {
    const basic = { kind: 'basic', username: 'u', password: 'p' } as const;
    expect(await ecrCredentials(scripted(token('one')).call, clock(), async () => basic)('ghcr.io')).toBe(basic);
  });

  it('asks again after a failure', async () => {
    const { call } = scripted(new Error('x'), token('one'));
    const source = ecrCredentials(call, clock(), others);
    await expect(source(host)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await source(host)).toMatchObject({ password: 'one' });
  });

  it.each<[string, AwsAnswer | Error, string]>([
    ['a token beside an error', { ...token('one'), status: 500 }, 'ECR in eu-west-1 gave no token (HTTP 500)'],
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
    [
      'as many pages as are read',
      [...Array(19).fill(status('COMPLETE', { findings: [] }, { nextToken: 'n' })), status('COMPLETE', { findings: [] })],
      { ok: { source: 'ECR', finishedMs: null, findings: [] } },
    ],
    [
      'an error that is none',
      [{ status: 200, body: { __type: 'ScanNotFoundException' } }],
      { unknown: 'ECR tells a state of its scan that is not known' },
    ],
    [
      'findings that do not say how bad they are, or whether there is a fix',
      [
        status('ACTIVE', {
          findings: [{ name: 'CVE-1' }],
          enhancedFindings: [{ packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2' } }],
        }),
      ],
      {
        ok: {
          source: 'ECR',
          finishedMs: 9000,
          findings: ['CVE-1', 'CVE-2'].map((id) => ({ id, severity: 'critical', fixable: true, publishedMs: null, component: null })),
        },
      },
    ],
    [
      'no scan',
      [
        { status: 400, body: { __type: 'com.amazonaws.ecr#ScanNotFoundException' } },
        { status: 200, body: { images: [], failures: [{}] } },
      ],
      { ok: null },
    ],
    ['no repository', [{ status: 400, body: { __type: 'com.amazonaws.ecr#RepositoryNotFoundException' } }], { ok: null }],
    [
      'a scan of something that cannot be asked for',
      [status('UNSUPPORTED_IMAGE'), { status: 400, body: {} }],
      { unknown: 'ECR in eu-west-1 answered HTTP 400' },
    ],
    ['an image that cannot be scanned', [status('UNSUPPORTED_IMAGE'), status('')], { ok: null }],
    ['a scan that has expired', [status('SCAN_ELIGIBILITY_EXPIRED'), status('')], { ok: null }],
    ['a scan that runs', [status('IN_PROGRESS')], { pending: 'ECR has not finished its scan' }],
    ['a scan that waits', [status('PENDING')], { pending: 'ECR has not finished its scan' }],
    ['a scan whose findings are gone', [status('FINDINGS_UNAVAILABLE')], { ok: null }],
    ['a state that nobody knows', [status('NEW')], { unknown: 'ECR tells a state of its scan that is not known' }],
    ['throttling', [{ status: 400, body: { __type: 'ThrottlingException' } }], { unknown: 'ECR in eu-west-1 answered HTTP 400' }],
    ['no answer', [new Error('x')], { unknown: 'ECR in eu-west-1 did not answer' }],
  ])('%s', async (_, answers, expected) => {
    expect(await ecrScans(scripted(...answers).call, clock(9000)).scan(image)).toEqual(expected);
  });

  it('reads twenty pages', async () => {
    const { call, asked } = scripted(status('COMPLETE', { findings: [] }, { nextToken: 'n' }));
    await ecrScans(call, clock()).scan(image);
    expect(asked).toHaveLength(20);
    expect(asked.slice(0, 2).map(({ body }) => body['nextToken'])).toEqual([undefined, 'n']);
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

  describe('an index', () => {
    const children = (count: number, more: object[] = []) => [
      ...Array.from({ length: count }, (_, i) => ({ digest: `sha256:${i}`, platform: { architecture: `a${i}` } })),
      ...more,
    ];
    const manifestOf = (manifests: unknown): string => JSON.stringify({ schemaVersion: 2, manifests });
    const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
    const scanned = (completed: number, ...findings: object[]) => status('COMPLETE', { imageScanCompletedAt: completed, findings });
    const other = { ...basic, name: 'CVE-9' };
    const mark = { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } };
    const nowhere = { architecture: 'unknown', os: 'unknown' };
    const attested = { digest: 'sha256:att', ...mark, platform: nowhere };
    const unclear = { wrong: { code: 'malformed', detail: 'it is not clear what runs: the manifest is no plain index' } };

    /** Answers by what is asked: the index has no scan, its children have what `scans` says. */
    async function scan(text: string, scans: Readonly<Record<string, AwsAnswer>>, served = text): Promise<unknown> {
      const digest = digestOf(text);
      const call: AwsCall = async ({ target, body }) => {
        if (target.endsWith('BatchGetImage')) return { status: 200, body: { images: [{ imageManifest: served }] } };
        const { imageDigest } = body['imageId'] as { imageDigest: string };
        return imageDigest === digest ? { status: 400, body: { __type: 'ScanNotFoundException' } } : (scans[imageDigest] ?? status('NEW'));
      };
      return ecrScans(call, clock(9000)).scan({ ...image, digest });
    }

    it.each<[string, string, Readonly<Record<string, AwsAnswer>>, unknown]>([
      [
        'has the findings of all platforms, each once, and the oldest time',
        manifestOf(children(2, [attested])),
        { 'sha256:0': scanned(5, basic), 'sha256:1': scanned(3, basic, other) },
        {
          ok: {
            source: 'ECR, 2 platforms',
            finishedMs: 3000,
            findings: [expect.objectContaining({ id: 'CVE-1' }), expect.objectContaining({ id: 'CVE-9' })],
          },
        },
      ],
      [
        'is as old as can be where one platform does not say',
        manifestOf(children(2)),
        { 'sha256:0': scanned(5), 'sha256:1': status('COMPLETE', { findings: [] }) },
        { ok: { source: 'ECR, 2 platforms', finishedMs: null, findings: [] } },
      ],
      [
        'of as much as is looked at',
        manifestOf(children(16)),
        Object.fromEntries(children(16).map((child) => [(child as { digest: string }).digest, scanned(5)])),
        { ok: { source: 'ECR, 16 platforms', finishedMs: 5000, findings: [] } },
      ],
      ...(['os', 'architecture'] as const).map((key): [string, string, Readonly<Record<string, AwsAnswer>>, unknown] => [
        `is asked about what is marked as an attestation, and has an ${key}`,
        manifestOf(children(1, [{ digest: 'sha256:evil', ...mark, platform: { ...nowhere, [key]: 'linux' } }])),
        { 'sha256:0': scanned(5), 'sha256:evil': status('UNSUPPORTED_IMAGE') },
        { ok: null },
      ]),
      [
        'is not scanned where one platform is not',
        manifestOf(children(2)),
        { 'sha256:0': scanned(5), 'sha256:1': status('UNSUPPORTED_IMAGE') },
        { ok: null },
      ],
      [
        'cannot be checked where one platform cannot',
        manifestOf(children(2)),
        { 'sha256:0': scanned(5) },
        { unknown: 'ECR tells a state of its scan that is not known' },
      ],
      [
        'is not scanned yet where one platform is not',
        manifestOf(children(2)),
        { 'sha256:0': scanned(5), 'sha256:1': status('IN_PROGRESS') },
        { pending: 'ECR has not finished its scan' },
      ],
      ['of nothing', manifestOf([]), {}, { ok: null }],
      [
        'of too much',
        manifestOf(children(17)),
        {},
        { wrong: { code: 'malformed', detail: 'the index has 17 platforms, at most 16 are looked at' } },
      ],
      [
        'is asked about a platform that is marked as an attestation',
        manifestOf(children(1, [{ digest: 'sha256:evil', ...mark, platform: { architecture: 'amd64', os: 'linux' } }])),
        { 'sha256:0': scanned(5), 'sha256:evil': scanned(5, basic) },
        { ok: expect.objectContaining({ findings: [expect.objectContaining({ id: 'CVE-1' })] }) },
      ],
      [
        'is asked about a platform whose name a runtime may read otherwise',
        manifestOf(children(1, [{ ...attested, Platform: { architecture: 'amd64', os: 'linux' } }])),
        { 'sha256:0': scanned(5), 'sha256:att': status('UNSUPPORTED_IMAGE') },
        { ok: null },
      ],
      ['that a runtime may read otherwise', JSON.stringify({ manifests: children(1), Manifests: [] }), { 'sha256:0': scanned(5) }, unclear],
      ['with a long s', JSON.stringify({ manifests: children(1), 'manife\u017fts': [] }), { 'sha256:0': scanned(5) }, unclear],
      ['that is an image as well', JSON.stringify({ manifests: children(1), layers: [] }), { 'sha256:0': scanned(5) }, unclear],
      ['with a child without a digest', manifestOf(children(1, [{ Digest: 'sha256:evil' }])), { 'sha256:0': scanned(5) }, unclear],
      ['that is an image', JSON.stringify({ layers: [] }), {}, { ok: null }],
      ['that is no JSON', 'x', {}, { unknown: 'ECR in eu-west-1 did not answer' }],
    ])('%s', async (_, text, scans, expected) => {
      expect(await scan(text, scans)).toEqual(expected);
    });

    it('of another digest is refused', async () => {
      expect(await scan(manifestOf(children(1)), { 'sha256:0': scanned(5) }, manifestOf([]))).toEqual({
        wrong: { code: 'malformed', detail: 'ECR answered with another manifest' },
      });
    });
  });
});
