/**
 * Sigstore's trust root as the scheduled job found it last, in the table of verdicts: one item under a name of its own, which never
 * ends. Like all that comes out of the table it is looked at before it is used, and the pinned one serves where it is not.
 */
import type { TrustRootSource } from '../../core/evidence/ports.ts';
import type { Clock } from '../../core/ports.ts';
import type { TrustRoot } from '../../core/signature/trust-root.ts';
import { own } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import type { VerdictTable } from './dynamo-verdicts.ts';

/** No verdict is called so: their names are hashes. */
const key = { id: { S: 'trust-root' } };
/** Characters of a trust root: sigstore's has 7,000, an item may have 400 KB. */
const maxLength = 262_144;
/** Milliseconds that a root is used before the table is asked again: the job runs once a day. */
const keepMs = 6 * 3_600_000;

/** Whether it was kept. Never rejects. */
export async function putTrustRoot(call: AwsCall, { name, region }: VerdictTable, json: string, nowMs: number): Promise<boolean> {
  if (json.length > maxLength) return false;
  const Item = { ...key, root: { S: json }, refreshedMs: { N: String(nowMs) } };
  const request = { service: 'dynamodb', region, target: 'DynamoDB_20120810.PutItem', body: { TableName: name, Item } };
  return (await call(request).catch(() => null))?.status === 200;
}

export function tableTrustRoots(call: AwsCall, table: VerdictTable, clock: Pick<Clock, 'now'>): TrustRootSource {
  let known: { readonly root: TrustRoot | null; readonly untilMs: number } | null = null;
  return {
    async publicGood() {
      if (known !== null && clock.now() < known.untilMs) return known.root;
      const item = await readItem(call, table);
      // What could not be read now may be read the next time; until then the last one that could.
      if (item === null) return known?.root ?? null;
      known = { root: await rootOf(item), untilMs: clock.now() + keepMs };
      return known.root;
    },
  };
}

/** Null: the table did not answer. */
async function readItem(call: AwsCall, { name, region }: VerdictTable): Promise<{ readonly item: unknown } | null> {
  const request = { service: 'dynamodb', region, target: 'DynamoDB_20120810.GetItem', body: { TableName: name, Key: key } };
  const answer = await call(request).catch(() => null);
  return answer?.status === 200 ? { item: own(answer.body, 'Item') } : null;
}

async function rootOf({ item }: { readonly item: unknown }): Promise<TrustRoot | null> {
  const [text, refreshed] = [own(own(item, 'root'), 'S'), own(own(item, 'refreshedMs'), 'N')];
  if (typeof text !== 'string' || typeof refreshed !== 'string' || !/^\d{1,15}$/.test(refreshed)) return null;
  const [{ publicGoodPinnedMs }, { parseTrustRoot }] = await Promise.all([
    import('../../core/signature/public-good.ts'),
    import('../../core/signature/trust-root.ts'),
  ]);
  if (Number(refreshed) <= publicGoodPinnedMs) return null;
  const parsed = parseTrustRoot(parse(text));
  return 'ok' in parsed ? parsed.ok : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
