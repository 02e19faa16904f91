/** The table of verdicts on evidence: a cache, which forgets each item after its end and goes with the stack. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { acknowledgeTable } from '../nag.ts';

/** Its attributes are those of adapters/evidence/dynamo-verdicts.ts. */
export function verdictTable(scope: Construct): Table {
  const table = new Table(scope, 'Verdicts', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledgeTable(table);
  return table;
}
