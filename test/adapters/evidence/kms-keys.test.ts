import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer } from '../../../adapters/evidence/aws-call.ts';
import { kmsKeys } from '../../../adapters/evidence/kms-keys.ts';
import { parseVerifyingKey } from '../../../core/signature/key.ts';
import { readFixture, readKey } from '../../core/signature/fixture.ts';

const PublicKey = readFixture('p384.pub.pem').split('\n').slice(1, -2).join('');
const arn = 'arn:aws:kms:eu-central-1:111122223333:key/1';

describe('kmsKeys', () => {
  it('asks in the region of the ARN, else in the default one', async () => {
    const asked: unknown[] = [];
    const source = kmsKeys(async ({ region, target, body }) => {
      asked.push([region, target, body]);
      return { status: 200, body: { PublicKey, KeyUsage: 'SIGN_VERIFY' } };
    }, 'us-east-1');
    const key = await source.publicKey(`awskms:///${arn}`);
    await source.publicKey('awskms:///alias/release');
    expect('ok' in key && parseVerifyingKey(key.ok)).toMatchObject({ ok: { fingerprint: readKey('p384').fingerprint } });
    expect(asked).toEqual([
      ['eu-central-1', 'TrentService.GetPublicKey', { KeyId: arn }],
      ['us-east-1', 'TrentService.GetPublicKey', { KeyId: 'alias/release' }],
    ]);
  });

  it.each<[string, string, AwsAnswer | null, unknown]>([
    ['another scheme', 'gcpkms://x', null, { wrong: { code: 'unsupported', detail: 'a key that is neither PEM nor of AWS KMS' } }],
    ['no answer', `awskms:///${arn}`, null, { unknown: 'KMS in eu-central-1 did not answer' }],
    ['access denied', `awskms:///${arn}`, { status: 400, body: {} }, { unknown: 'KMS in eu-central-1 gave no public key (HTTP 400)' }],
    [
      'a key beside an error',
      `awskms:///${arn}`,
      { status: 500, body: { PublicKey, KeyUsage: 'SIGN_VERIFY' } },
      { unknown: 'KMS in eu-central-1 gave no public key (HTTP 500)' },
    ],
    [
      'a scheme that is as long',
      'gcpkms:///x',
      { status: 200, body: { PublicKey, KeyUsage: 'SIGN_VERIFY' } },
      { wrong: { code: 'unsupported', detail: 'a key that is neither PEM nor of AWS KMS' } },
    ],
    [
      'a key for encryption',
      `awskms:///${arn}`,
      { status: 200, body: { PublicKey, KeyUsage: 'ENCRYPT_DECRYPT' } },
      { wrong: { code: 'unsupported', detail: 'a key of AWS KMS that is not for signatures' } },
    ],
  ])('%s', async (_, uri, answer, expected) => {
    const source = kmsKeys(async () => {
      if (answer === null) throw new Error('x');
      return answer;
    }, 'us-east-1');
    expect(await source.publicKey(uri)).toEqual(expected);
  });
});
