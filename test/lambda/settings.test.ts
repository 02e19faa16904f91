import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../lambda/settings.ts';

describe('readSettings', () => {
  it('has defaults', () => {
    expect(readSettings({ AWS_REGION: 'eu-west-1' })).toMatchObject({
      stage: 'prod',
      maxStaleMs: 3_600_000,
      clusterMetrics: false,
      region: 'eu-west-1',
      endpoint: 'https://ssm.eu-west-1.amazonaws.com',
    });
  });

  it.each<[Record<string, string>, object]>([
    [{ IMAGE_WARDEN_STAGE: 'dev-1.a_b' }, { stage: 'dev-1.a_b' }],
    [{ IMAGE_WARDEN_MAX_STALE_SECONDS: '0' }, { maxStaleMs: 0 }],
    [{ IMAGE_WARDEN_MAX_STALE_SECONDS: '86400' }, { maxStaleMs: 86_400_000 }],
    [{ IMAGE_WARDEN_CLUSTER_METRICS: '1' }, { clusterMetrics: true }],
    [{ IMAGE_WARDEN_CLUSTER_METRICS: '0' }, { clusterMetrics: false }],
    [{}, { verdictTable: null }],
    [{ IMAGE_WARDEN_VERDICT_TABLE: 'image-warden-prod-Verdicts.1_a' }, { verdictTable: 'image-warden-prod-Verdicts.1_a' }],
    [{ AWS_REGION: 'cn-north-1' }, { endpoint: 'https://ssm.cn-north-1.amazonaws.com.cn' }],
    [{ AWS_DEFAULT_REGION: 'eu-north-1' }, { region: 'eu-north-1' }],
    [{ AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:4566' }, { endpoint: 'http://127.0.0.1:4566' }],
  ])('%j', (env, expected) => {
    expect(readSettings(env)).toMatchObject(expected);
  });

  it.each<[Record<string, string>, string]>([
    [{ IMAGE_WARDEN_STAGE: '' }, 'IMAGE_WARDEN_STAGE: expected letters, digits, "_", "." and "-"'],
    [{ IMAGE_WARDEN_STAGE: 'prod/../dev' }, 'IMAGE_WARDEN_STAGE: expected letters, digits, "_", "." and "-"'],
    [{ IMAGE_WARDEN_STAGE: 'prod:1' }, 'IMAGE_WARDEN_STAGE: expected letters, digits, "_", "." and "-"'],
    [{ IMAGE_WARDEN_STAGE: 'x'.repeat(65) }, 'IMAGE_WARDEN_STAGE: expected letters, digits, "_", "." and "-"'],
    [{ IMAGE_WARDEN_VERDICT_TABLE: '' }, 'IMAGE_WARDEN_VERDICT_TABLE: expected the name of a table'],
    [{ IMAGE_WARDEN_VERDICT_TABLE: 'arn:aws:dynamodb:x' }, 'IMAGE_WARDEN_VERDICT_TABLE: expected the name of a table'],
    [{ IMAGE_WARDEN_MAX_STALE_SECONDS: '1h' }, 'IMAGE_WARDEN_MAX_STALE_SECONDS: expected a whole number of seconds'],
    [{ IMAGE_WARDEN_MAX_STALE_SECONDS: '' }, 'IMAGE_WARDEN_MAX_STALE_SECONDS: expected a whole number of seconds'],
    [{ IMAGE_WARDEN_MAX_STALE_SECONDS: '-1' }, 'IMAGE_WARDEN_MAX_STALE_SECONDS: expected a whole number of seconds'],
    [{ IMAGE_WARDEN_MAX_STALE_SECONDS: '1e9' }, 'IMAGE_WARDEN_MAX_STALE_SECONDS: expected a whole number of seconds'],
  ])('stops at %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });

  it.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ AWS_ENDPOINT_URL: 'http://a' }, 'http://a'],
    [{ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_KMS: 'http://b' }, 'http://b'],
    [{ AWS_ENDPOINT_URL_ECR: 'http://b' }, null],
  ])('%j: KMS is asked at %s', (env, expected) => {
    expect(readSettings(env).endpointOf('kms')).toBe(expected);
  });

  it('asks for the credentials each time, because they are rotated', () => {
    const env: Record<string, string> = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' };
    const { credentials } = readSettings(env);
    expect(credentials()).toEqual({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' });
    env['AWS_ACCESS_KEY_ID'] = 'd';
    delete env['AWS_SESSION_TOKEN'];
    expect(credentials()).toEqual({ accessKeyId: 'd', secretAccessKey: 'b' });
  });
});
