/** What a template says of the running service: read from it alone, so that a change in it is a change of what is tested. */

import { assetOf, flat, methodsOf, ofType, type Synthesised } from '../synth.ts';
import { counted } from './filters.ts';

export interface DeployedFunction {
  /** Folder that Lambda would unpack. */
  readonly taskRoot: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Names of parameters that the role may read in one call. */
  readonly readable: readonly string[];
}

export interface DeployedRoute {
  readonly method: string;
  /** `/v1/clusters/{cluster}/{token}/admission` */
  readonly resource: string;
  readonly iam: boolean;
  readonly timeoutMs: number;
  /** Whether API Gateway may invoke what the integration names. */
  readonly permitted: boolean;
  /** Requests at once; null: as many as the account allows. */
  readonly burst: number | null;
}

interface GatewayResponse {
  readonly status: number | null;
  readonly body: string;
}

export interface Deployed {
  readonly stage: string;
  readonly routes: readonly DeployedRoute[];
  readonly binary: boolean;
  readonly responses: ReadonlyMap<string, GatewayResponse>;
  readonly fn: DeployedFunction;
  /** How many of these lines each metric filter counts. */
  counted(lines: readonly string[]): Readonly<Record<string, number>>;
}

export function readTemplate(template: Synthesised): Deployed {
  const [stage] = ofType(template, 'AWS::ApiGateway::Stage');
  const responses = ofType(template, 'AWS::ApiGateway::GatewayResponse').map(
    ({ ResponseType: type, StatusCode: status, ResponseTemplates: templates }) =>
      [type as string, { status: status === undefined ? null : Number(status), body: templates['application/json'] as string }] as const,
  );
  return {
    stage: stage.StageName,
    routes: methodsOf(template).map(({ route, method }) => routeOf(template, route, method)),
    binary: (ofType(template, 'AWS::ApiGateway::RestApi')[0].BinaryMediaTypes ?? []).includes('*/*'),
    responses: new Map(responses),
    fn: functionOf(template),
    counted: (lines) => counted(template, lines),
  };
}

function routeOf(template: Synthesised, route: string, method: ReturnType<typeof ofType>[number]): DeployedRoute {
  const [verb = '', resource = ''] = route.split(' ');
  const [stage] = ofType(template, 'AWS::ApiGateway::Stage');
  const source = `/${verb}${resource.replaceAll(/\{\w+\}/g, '*')}`;
  const target = /functions\/(<.*>)\/invocations$/.exec(flat(method.Integration.Uri))?.[1];
  const permitted = ofType(template, 'AWS::Lambda::Permission').some(
    ({ FunctionName, SourceArn, Principal }) =>
      flat(FunctionName) === target && Principal === 'apigateway.amazonaws.com' && flat(SourceArn).endsWith(`>${source}`),
  );
  const own = stage.MethodSettings.find(
    (each: { ResourcePath: string; HttpMethod: string }) =>
      each.HttpMethod === verb && each.ResourcePath === resource.replaceAll('/', '~1').replace('~1', '/~1'),
  );
  return {
    method: verb,
    resource,
    iam: method.AuthorizationType === 'AWS_IAM',
    timeoutMs: method.Integration.TimeoutInMillis ?? 29_000,
    permitted: permitted && target === '<ImageWardenFunctionLive>' && method.Integration.Type === 'AWS_PROXY',
    burst: own?.ThrottlingBurstLimit ?? null,
  };
}

function functionOf(template: Synthesised): DeployedFunction {
  const [fn] = ofType(template, 'AWS::Lambda::Function');
  const { Handler: handler, Runtime: runtime, MemorySize: memoryMb, Timeout: timeoutSeconds, Environment: environment } = fn;
  return {
    taskRoot: assetOf(template),
    handler,
    runtime,
    memoryMb,
    timeoutMs: timeoutSeconds * 1000,
    environment: environment?.Variables ?? {},
    readable: readableBy(template),
  };
}

function readableBy(template: Synthesised): string[] {
  const statements = ofType(template, 'AWS::IAM::Policy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const granting = statements.filter(({ Action, Effect }) => Effect === 'Allow' && [Action].flat().includes('ssm:GetParameters'));
  return granting.flatMap(({ Resource }) => [Resource].flat().map((each) => flat(each).replace(/^.*:parameter/, '')));
}
