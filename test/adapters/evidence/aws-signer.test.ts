import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsGet } from '../../../adapters/evidence/aws-call.ts';
import { awsSignerRevocations } from '../../../adapters/evidence/aws-signer.ts';
import type { RevocationQuestion } from '../../../core/signature/aws-signer.ts';

const question: RevocationQuestion = {
  partition: 'aws',
  region: 'eu-west-1',
  profileVersionArn: 'arn:aws:signer:eu-west-1:111122223333:/signing-profiles/acme/Ab12Cd34Ef',
  jobArn: 'arn:aws:signer:eu-west-1:444455556666:/signing-jobs/1',
  signedMs: Date.UTC(2026, 10, 24, 20, 0, 1),
  certificateHashes: ['aa', 'bb'],
};

describe('awsSignerRevocations', () => {
  it("asks Signer's data endpoint of the profile's region", async () => {
    const asked: AwsGet[] = [];
    const source = awsSignerRevocations(async (request) => {
      asked.push(request);
      return { status: 200, body: { revokedEntities: [] } };
    });
    expect(await source.revoked(question)).toEqual({ ok: [] });
    expect(asked).toEqual([
      {
        service: 'signer',
        region: 'eu-west-1',
        host: 'data-signer.eu-west-1.amazonaws.com',
        path: '/revocations',
        query: [
          ['jobArn', question.jobArn],
          ['platformId', 'Notation-OCI-SHA384-ECDSA'],
          ['profileVersionArn', question.profileVersionArn],
          ['signatureTimestamp', '2026-11-24T20:00:01Z'],
          ['certificateHashes', 'aa'],
          ['certificateHashes', 'bb'],
        ],
      },
    ]);
  });

  it.each([
    ['aws-us-gov', 'us-gov-west-1', 'data-signer.us-gov-west-1.amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'data-signer.cn-north-1.amazonaws.com.cn'],
    ['aws-eusc', 'eusc-de-east-1', 'data-signer.eusc-de-east-1.amazonaws.eu'],
  ])('in %s', async (partition, region, host) => {
    let asked = '';
    const source = awsSignerRevocations(async (request) => {
      asked = request.host;
      return { status: 200, body: {} };
    });
    await source.revoked({ ...question, partition, region });
    expect(asked).toBe(host);
  });

  it.each<[string, AwsAnswer | null, unknown]>([
    ['nothing is revoked', { status: 200, body: {} }, { ok: [] }],
    ['something is', { status: 200, body: { revokedEntities: [question.jobArn, 'aa'] } }, { ok: [question.jobArn, 'aa'] }],
    ['no answer', null, { unknown: 'AWS Signer in eu-west-1 did not answer' }],
    [
      'access denied',
      { status: 403, body: { code: 'AccessDeniedException' } },
      { unknown: 'AWS Signer in eu-west-1 answered HTTP 403 (AccessDeniedException)' },
    ],
    ['throttled', { status: 429, body: undefined }, { unknown: 'AWS Signer in eu-west-1 answered HTTP 429' }],
    ['a redirect', { status: 302, body: undefined }, { unknown: 'AWS Signer in eu-west-1 answered HTTP 302' }],
    ['no JSON', { status: 200, body: undefined }, { unknown: 'AWS Signer in eu-west-1 gave no list of what is revoked' }],
    ['no object', { status: 200, body: [] }, { unknown: 'AWS Signer in eu-west-1 gave no list of what is revoked' }],
    ['no list', { status: 200, body: { revokedEntities: 'none' } }, { unknown: 'AWS Signer in eu-west-1 gave no list of what is revoked' }],
    [
      'a list of something else',
      { status: 200, body: { revokedEntities: [1] } },
      { unknown: 'AWS Signer in eu-west-1 gave no list of what is revoked' },
    ],
  ])('%s', async (_, answer, expected) => {
    const source = awsSignerRevocations(async () => {
      if (answer === null) throw new Error('socket hang up');
      return answer;
    });
    expect(await source.revoked(question)).toEqual(expected);
  });

  it('asks nobody in an unknown partition', async () => {
    const source = awsSignerRevocations(() => Promise.reject(new Error('asked')));
    expect(await source.revoked({ ...question, partition: 'aws-x' })).toEqual({ unknown: 'no host of AWS Signer is known in aws-x' });
  });
});
