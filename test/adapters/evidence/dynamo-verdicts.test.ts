import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
import { dynamoVerdicts } from '../../../adapters/evidence/dynamo-verdicts.ts';
import type { StoredVerdict } from '../../../core/evidence/prove.ts';

const table = { name: 'verdicts', region: 'eu-west-1' };
const verdict: StoredVerdict = {
  violations: [{ rule: 'signature-required', detail: 'no valid signature', fix: 'cosign sign', warnOnly: false }],
  judgedMs: 1000,
  untilMs: 61_001,
};
const text = JSON.stringify(verdict);

function store(answer: AwsAnswer | Error) {
  const asked: AwsRequest[] = [];
  const call = async (request: AwsRequest) => {
    asked.push(request);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ...dynamoVerdicts(call, table), asked };
}

const item = (value: string) => ({ status: 200, body: { Item: { id: { S: 'k' }, verdict: { S: value } } } });

describe('dynamoVerdicts', () => {
  it('reads one item', async () => {
    const { get, asked } = store(item(text));
    expect(await get('k')).toEqual(verdict);
    expect(asked).toEqual([
      {
        service: 'dynamodb',
        region: 'eu-west-1',
        target: 'DynamoDB_20120810.GetItem',
        body: { TableName: 'verdicts', Key: { id: { S: 'k' } }, ConsistentRead: false },
      },
    ]);
  });

  it('writes one item, with its end in seconds', async () => {
    const { put, asked } = store({ status: 200, body: {} });
    expect(await put('k', verdict)).toBe(true);
    expect(asked.map(({ target, body }) => [target, body])).toEqual([
      [
        'DynamoDB_20120810.PutItem',
        {
          TableName: 'verdicts',
          Item: { id: { S: 'k' }, verdict: { S: text }, judgedMs: { N: '1000' }, expiresAt: { N: '62' } },
          ConditionExpression: 'attribute_not_exists(id) OR judgedMs <= :judgedMs',
          ExpressionAttributeValues: { ':judgedMs': { N: '1000' } },
        },
      ],
    ]);
  });

  it.each<[string, AwsAnswer | Error]>([
    ['no item', { status: 200, body: {} }],
    ['throttling', { status: 400, body: { __type: 'x#ThrottlingException', Item: item(text).body.Item } }],
    ['no answer', new Error('x')],
    ['no JSON', { status: 200, body: undefined }],
  ])('has nothing at %s', async (_, answer) => {
    expect(await store(answer).get('k')).toBeNull();
  });

  it('leaves a newer one, which is as good as kept', async () => {
    const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
    expect(await store({ status: 400, body: { __type: type } }).put('k', verdict)).toBe(true);
  });

  it.each<[string, AwsAnswer | Error]>([
    ['no answer', new Error('x')],
    ['throttling', { status: 400, body: { __type: 'x#ThrottlingException' } }],
  ])('says that it has not kept a verdict: %s', async (_, answer) => {
    expect(await store(answer).put('k', verdict)).toBe(false);
  });

  it('does not keep what is longer than 32 KB', async () => {
    const { put, asked } = store({ status: 200, body: {} });
    const detail = 'x'.repeat(32_768 - JSON.stringify({ ...verdict, violations: [{ ...verdict.violations[0], detail: '' }] }).length);
    const long = (more: string) => ({ ...verdict, violations: [{ ...verdict.violations[0], detail: detail + more }] }) as StoredVerdict;
    await put('k', long(''));
    expect(asked).toHaveLength(1);
    await put('k', long('x'));
    expect(asked).toHaveLength(1);
  });
});
