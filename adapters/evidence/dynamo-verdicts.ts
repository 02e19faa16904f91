/**
 * Verdicts in DynamoDB, for all environments: one item each, which the table forgets after its end. Nothing here delays or
 * fails a review: what cannot be had is judged anew. Source: Amazon DynamoDB API reference, GetItem, PutItem; time to live.
 */
import type { StoredVerdict, VerdictStore } from '../../core/evidence/prove.ts';
import { ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import { formatVerdict, parseVerdict } from './verdict-item.ts';

/** Characters of a verdict: an item may have 400 KB, a denial shows 4. What is longer is judged again each time. */
const maxVerdictLength = 32_768;

export interface VerdictTable {
  readonly name: string;
  readonly region: string;
}

/** `call` should give up soon: to ask a registry instead takes 400 ms. */
export function dynamoVerdicts(call: AwsCall, { name, region }: VerdictTable): VerdictStore {
  const ask = (action: string, body: Readonly<Record<string, unknown>>) =>
    call({ service: 'dynamodb', region, target: `DynamoDB_20120810.${action}`, body: { TableName: name, ...body } });
  return {
    async get(key) {
      // An older verdict than the newest holds too, so that the cheaper read will do.
      const answer = await ask('GetItem', { Key: { id: { S: key } }, ConsistentRead: false }).catch(() => null);
      return answer?.status === 200 ? parseVerdict(answer.body) : null;
    },
    async put(key, verdict) {
      const text = formatVerdict(verdict);
      if (text.length > maxVerdictLength) return true;
      const judgedMs = { N: String(verdict.judgedMs) };
      const item = { id: { S: key }, verdict: { S: text }, judgedMs, expiresAt: { N: String(secondsOf(verdict)) } };
      const answer = await ask('PutItem', { Item: item, ...unlessNewer, ExpressionAttributeValues: { ':judgedMs': judgedMs } }).catch(
        () => null,
      );
      return answer?.status === 200 || /ConditionalCheckFailedException$/.test(ownText(answer?.body, '__type') ?? '');
    },
  };
}

/** What was judged before a scan ended must not replace what was judged after it. */
const unlessNewer = { ConditionExpression: 'attribute_not_exists(id) OR judgedMs <= :judgedMs' } as const;

/** Time to live is in seconds since the epoch. */
function secondsOf({ untilMs }: StoredVerdict): number {
  return Math.ceil(untilMs / 1000);
}
