/**
 * A web application firewall with one rule: not too many requests from one address. It keeps neither samples nor logs, both of
 * which would hold the path, and the path holds the token.
 */
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

export function addFirewall(scope: Construct, stage: Stage, requestsPerFiveMinutes: number): void {
  const visibility = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName });
  const acl = new CfnWebACL(scope, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visibility('firewall'),
    rules: [
      {
        name: 'too-many-requests',
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit: requestsPerFiveMinutes } },
        visibilityConfig: visibility('too-many-requests'),
      },
    ],
  });
  new CfnWebACLAssociation(scope, 'FirewallOfStage', { resourceArn: stage.stageArn, webAclArn: acl.attrArn });
}
