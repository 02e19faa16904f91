/** Who may call the API, where that is narrowed: without a resource policy everybody may who reaches it. */
import { AccountRootPrincipal, AnyPrincipal, ArnPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Settings } from '../settings/defaults.ts';
import { checkRoute, healthRoute } from './routes.ts';

/** Null: nothing is narrowed, and nobody outside of the account is let in. */
export function resourcePolicy(settings: Settings, endpointIds: readonly string[]): PolicyDocument | null {
  const { stage, allowedCidrs, ciPrincipals } = settings;
  if (endpointIds.length === 0 && allowedCidrs.length === 0 && ciPrincipals.length === 0) return null;
  const route = (method: string, path: string): string => `execute-api:/${stage}/${method}${path}`;
  const check = route(checkRoute.method, checkRoute.path);
  const statements = [
    // An API server signs nothing: the token in the path says who it is.
    statement(Effect.ALLOW, [new AnyPrincipal()], [route('POST', '/v1/clusters/*'), route(healthRoute.method, healthRoute.path)]),
    // Never "anybody who signs": that would be every AWS account. The account's own principals need a policy of their own.
    statement(Effect.ALLOW, [new AccountRootPrincipal(), ...ciPrincipals.map((arn) => new ArnPrincipal(arn))], [check]),
  ];
  if (allowedCidrs.length > 0) {
    const key = endpointIds.length > 0 ? 'aws:VpcSourceIp' : 'aws:SourceIp';
    statements.push(denyAll({ NotIpAddress: { [key]: [...allowedCidrs] } }));
  }
  if (endpointIds.length > 0) statements.push(denyAll({ StringNotEquals: { 'aws:SourceVpce': [...endpointIds] } }));
  return new PolicyDocument({ statements });
}

function statement(effect: Effect, principals: PolicyStatement['principals'], resources: string[]): PolicyStatement {
  return new PolicyStatement({ effect, principals, actions: ['execute-api:Invoke'], resources });
}

function denyAll(conditions: Record<string, unknown>): PolicyStatement {
  const denial = statement(Effect.DENY, [new AnyPrincipal()], ['execute-api:/*']);
  denial.addConditions(conditions);
  return denial;
}
