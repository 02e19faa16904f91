import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
import { parameterSecrets } from '../../../adapters/evidence/parameter-secrets.ts';

const prefix = '/image-warden/prod/registry/';
const name = `${prefix}harbor`;
const secret = { Name: name, Type: 'SecureString', Value: 'robot:sesame' };

function reader(answer: AwsAnswer) {
  const asked: AwsRequest[] = [];
  const call = async (request: AwsRequest) => {
    asked.push(request);
    return answer;
  };
  return { read: parameterSecrets(call, 'eu-west-1', prefix), asked };
}

describe('parameterSecrets', () => {
  it('asks for the one parameter, decrypted', async () => {
    const { read, asked } = reader({ status: 200, body: { Parameters: [secret], InvalidParameters: [] } });
    expect(await read(name)).toBe('robot:sesame');
    expect(asked).toEqual([
      { service: 'ssm', region: 'eu-west-1', target: 'AmazonSSM.GetParameters', body: { Names: [name], WithDecryption: true } },
    ]);
  });

  it.each<[string, unknown]>([
    ['is not there', { Parameters: [], InvalidParameters: [name] }],
    ['has another name', { Parameters: [{ ...secret, Name: `${prefix}other` }] }],
    ['is no SecureString', { Parameters: [{ ...secret, Type: 'String' }] }],
    ['has no text', { Parameters: [{ ...secret, Value: 1 }] }],
    ['is no object', { Parameters: [null, 'x'] }],
  ])('a parameter that %s has no value', async (_, body) => {
    expect(await reader({ status: 200, body }).read(name)).toBeNull();
  });

  it.each(['/image-warden/prod/clusters', prefix, `${prefix}a/b`, `${prefix}harbor:1`, '/image-warden/dev/registry/harbor'])(
    'never asks for %s',
    async (other) => {
      const { read, asked } = reader({ status: 200, body: { Parameters: [{ ...secret, Name: other }] } });
      expect(await read(other)).toBeNull();
      expect(asked).toEqual([]);
    },
  );

  it.each<[AwsAnswer]>([
    [{ status: 500, body: { Parameters: [secret] } }],
    [{ status: 400, body: { __type: 'ThrottlingException' } }],
    [{ status: 200, body: undefined }],
  ])('rejects without the name: %j', async (answer) => {
    await expect(reader(answer).read(name)).rejects.toThrow(`Parameter Store answered HTTP ${answer.status}`);
  });
});
