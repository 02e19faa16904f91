/** Events as API Gateway sends them (REST, version 1), and the context of an invocation. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Handler } from '../../lambda/compose.ts';

export const token = 'token-token-token-token-token-token-tok';

type Parts = Partial<Omit<APIGatewayProxyEvent, 'requestContext'>> & { readonly userArn?: string };

/** A POST to the admission route of `prod`; `parts` change any part of it. */
export function gatewayEvent(body: unknown, { userArn, ...parts }: Parts = {}): APIGatewayProxyEvent {
  const pathParameters = parts.pathParameters ?? { cluster: 'prod', token };
  const resource = parts.resource ?? '/v1/clusters/{cluster}/{token}/admission';
  const event = {
    resource,
    path: resource.replace(/\{(\w+)\}/g, (_, name: string) => pathParameters[name] ?? ''),
    httpMethod: 'POST',
    headers: { 'Content-Type': 'application/json', Host: 'api.execute-api.eu-west-1.amazonaws.com' },
    multiValueHeaders: { 'Content-Type': ['application/json'] },
    queryStringParameters: { timeout: '10s' },
    multiValueQueryStringParameters: { timeout: ['10s'] },
    pathParameters,
    stageVariables: null,
    requestContext: {
      resourcePath: resource,
      httpMethod: 'POST',
      stage: 'v1',
      identity: { sourceIp: '192.0.2.1', userArn: userArn ?? null },
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...parts,
  };
  return event as unknown as APIGatewayProxyEvent;
}

export function invocationContext(remainingMs = 8000): Context {
  return { awsRequestId: 'request-1', getRemainingTimeInMillis: () => remainingMs } as unknown as Context;
}

/** The answer to an event, and its parsed body. */
export async function invoke(handler: Handler, event: unknown): Promise<{ result: APIGatewayProxyResult; body: unknown }> {
  const result = (await handler(event, invocationContext())) as APIGatewayProxyResult;
  return { result, body: result.headers?.['content-type'] === 'application/json' ? JSON.parse(result.body) : result.body };
}

export function podReview(image: string, more: object = {}): object {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image }] } };
  const request = {
    uid: 'u-1',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    namespace: 'default',
    operation: 'CREATE',
    object,
    ...more,
  };
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request };
}

export function imageReview(...images: string[]): object {
  return {
    apiVersion: 'imagepolicy.k8s.io/v1alpha1',
    kind: 'ImageReview',
    spec: { namespace: 'default', containers: images.map((image) => ({ image })) },
  };
}
