import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
import { putTrustRoot, tableTrustRoots } from '../../../adapters/evidence/trust-table.ts';
import { publicGoodPinnedMs } from '../../../core/signature/public-good.ts';
import { readFixture } from '../../core/signature/fixture.ts';

const table = { name: 'verdicts', region: 'eu-west-1' };
const json = JSON.stringify((JSON.parse(readFixture('keyless.json')) as { trustRoot: unknown }).trustRoot);
const refreshedMs = publicGoodPinnedMs + 1;
const itemOf = (root: unknown, N: unknown = String(refreshedMs)): AwsAnswer => ({
  status: 200,
  body: { Item: { id: { S: 'trust-root' }, root: { S: root }, refreshedMs: { N } } },
});

/** Answers one after the other, the last again and again. */
function world(...answers: (AwsAnswer | Error)[]) {
  const asked: AwsRequest[] = [];
  let nowMs = 0;
  const call = async (request: AwsRequest) => {
    const answer = answers[Math.min(asked.push(request), answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  const at = (ms: number) => {
    nowMs = ms;
  };
  return { call, asked, at, source: tableTrustRoots(call, table, { now: () => nowMs }) };
}

const root = { material: expect.anything() };

describe('a trust root in the table', () => {
  it('is used for six hours, and then read again', async () => {
    const { source, asked, at } = world(itemOf(json));
    expect(await source.publicGood()).toEqual(root);
    at(6 * 3_600_000 - 1);
    expect(await source.publicGood()).toEqual(root);
    expect(asked).toHaveLength(1);
    at(6 * 3_600_000);
    expect(await source.publicGood()).toEqual(root);
    expect(asked.map(({ target, body }) => [target, body])).toEqual(
      Array(2).fill(['DynamoDB_20120810.GetItem', { TableName: 'verdicts', Key: { id: { S: 'trust-root' } } }]),
    );
  });

  it.each<[string, AwsAnswer]>([
    ['there is none', { status: 200, body: {} }],
    ['as old as the pinned one', itemOf(json, String(publicGoodPinnedMs))],
    ['of an unknown time', itemOf(json, 'soon')],
    ['of a time that is no text', itemOf(json, refreshedMs)],
    ['no text', itemOf({})],
    ['no JSON', itemOf('{')],
    ['no trust root', itemOf('{}')],
  ])('is the pinned one: %s', async (_, answer) => {
    expect(await world(answer).source.publicGood()).toBeNull();
  });

  it('is asked for again when the table did not answer, and the last one serves meanwhile', async () => {
    const { source, asked, at } = world(new Error('x'), itemOf(json), { status: 400, body: {} });
    expect(await source.publicGood()).toBeNull();
    expect(await source.publicGood()).toEqual(root);
    at(6 * 3_600_000);
    expect(await source.publicGood()).toEqual(root);
    expect(asked).toHaveLength(3);
  });
});

describe('putTrustRoot', () => {
  it('writes one item', async () => {
    const { call, asked } = world({ status: 200, body: {} });
    expect(await putTrustRoot(call, table, '{}', 5)).toBe(true);
    expect(asked).toEqual([
      {
        service: 'dynamodb',
        region: 'eu-west-1',
        target: 'DynamoDB_20120810.PutItem',
        body: { TableName: 'verdicts', Item: { id: { S: 'trust-root' }, root: { S: '{}' }, refreshedMs: { N: '5' } } },
      },
    ]);
  });

  it.each<[string, AwsAnswer | Error, string]>([
    ['no answer', new Error('x'), '{}'],
    ['throttling', { status: 400, body: {} }, '{}'],
    ['too long', { status: 200, body: {} }, 'x'.repeat(262_145)],
  ])('says that it was not kept: %s', async (_, answer, text) => {
    expect(await putTrustRoot(world(answer).call, table, text, 5)).toBe(false);
  });
});
