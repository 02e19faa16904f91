/** Calls as API Gateway hands them to a proxy integration (REST, version 1). */
import type { Call } from './gateway.ts';
import type { DeployedRoute } from './template.ts';

export type Parameters = Readonly<Record<string, string>>;

interface Proxied {
  readonly call: Call;
  readonly route: DeployedRoute;
  readonly parameters: Parameters;
  readonly stage: string;
  /** Whether bodies are handed on as base64. */
  readonly binary: boolean;
  /** ARN of who signed; null: nobody did. */
  readonly caller: string | null;
}

export function eventOf({ call, route, parameters, stage, binary, caller }: Proxied): object {
  const { method, headers = {} } = call;
  const [path = '', query = ''] = call.path.split('?');
  const body = Buffer.from(call.body ?? '');
  return {
    resource: route.resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query === '' ? null : Object.fromEntries(new URLSearchParams(query)),
    multiValueQueryStringParameters:
      query === '' ? null : Object.fromEntries([...new URLSearchParams(query)].map(([key, value]) => [key, [value]])),
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    stageVariables: null,
    requestContext: {
      resourcePath: route.resource,
      httpMethod: method,
      path: `/${stage}${path}`,
      stage,
      identity: { userArn: caller, sourceIp: '203.0.113.7' },
    },
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && body.length > 0,
  };
}

/** Null: another route. A parameter is one part of the path, as it was sent. */
export function parametersOf({ method, resource }: DeployedRoute, call: Call): Parameters | null {
  const names = resource.split('/');
  const parts = (call.path.split('?')[0] ?? '').split('/');
  const fits = names.every((name, index) => (name.startsWith('{') ? parts[index] !== '' : name === parts[index]));
  if (method !== call.method || names.length !== parts.length || !fits) return null;
  return Object.fromEntries(names.flatMap((name, index) => (name.startsWith('{') ? [[name.slice(1, -1), parts[index] ?? '']] : [])));
}
