/** The REST API of the default deployment. */
import { describe, expect, it } from '@jest/globals';
import { webhookTimeoutSeconds } from '../../../infra/settings/defaults.ts';
import { flat, methodsOf, ofType, synth } from '../synth.ts';

const template = synth();
const [stage] = ofType(template, 'AWS::ApiGateway::Stage');

describe('the routes', () => {
  const routes = [
    ['GET /healthz', 'NONE'],
    ['POST /v1/check', 'AWS_IAM'],
    ['POST /v1/clusters/{cluster}/{token}/admission', 'NONE'],
    ['POST /v1/clusters/{cluster}/{token}/image-policy', 'NONE'],
    ['POST /v1/clusters/{cluster}/{token}/mutation', 'NONE'],
  ];

  it('are these five', () => {
    expect(
      methodsOf(template)
        .map(({ route, method }) => [route, method.AuthorizationType])
        .toSorted(),
    ).toEqual(routes);
  });

  it('hand the whole event to the function, and wait 9 s', () => {
    for (const { method } of methodsOf(template))
      expect(method.Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', TimeoutInMillis: 9000 });
  });

  it('may invoke the alias, each for itself', () => {
    const sources = ofType(template, 'AWS::Lambda::Permission').map(({ Action, Principal, FunctionName, SourceArn }) => [
      Action,
      Principal,
      flat(FunctionName),
      flat(SourceArn).replace(/^.*>\//, ''),
    ]);
    const expected = routes.map(([route]) => [
      'lambda:InvokeFunction',
      'apigateway.amazonaws.com',
      '<ImageWardenFunctionLive>',
      (route ?? '').replace(' /', '/').replaceAll(/\{[a-z]+\}/g, '*'),
    ]);
    expect(sources.toSorted()).toEqual(expected);
  });

  it('get their bodies as bytes', () => {
    expect(ofType(template, 'AWS::ApiGateway::RestApi')[0]).toMatchObject({
      BinaryMediaTypes: ['*/*'],
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
  });
});

describe('the timeouts', () => {
  it('end inside out: function, integration, webhook', () => {
    const functionMs = ofType(template, 'AWS::Lambda::Function')[0].Timeout * 1000;
    const integrationMs = methodsOf(template).map(({ method }) => method.Integration.TimeoutInMillis as number);
    expect(Math.min(...integrationMs)).toBeGreaterThan(functionMs);
    expect(webhookTimeoutSeconds * 1000).toBeGreaterThan(Math.max(...integrationMs));
  });
});

describe('what is written down', () => {
  it('is the route, never the path', () => {
    expect(Object.values(JSON.parse(stage.AccessLogSetting.Format))).toEqual([
      '$context.requestTime',
      '$context.requestId',
      '$context.httpMethod',
      '$context.resourcePath',
      '$context.status',
      '$context.error.responseType',
      '$context.identity.sourceIp',
      '$context.identity.userArn',
      '$context.wafResponseCode',
      '$context.integrationLatency',
      '$context.responseLatency',
      '$context.responseLength',
    ]);
  });

  it('is neither a trace nor an execution log', () => {
    expect(stage.TracingEnabled).toBe(false);
    expect(stage.MethodSettings).toEqual([
      { DataTraceEnabled: false, HttpMethod: '*', LoggingLevel: 'OFF', ResourcePath: '/*' },
      { DataTraceEnabled: false, HttpMethod: 'GET', ResourcePath: '/~1healthz', ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 },
    ]);
  });

  it('needs no role where the account has one', () => {
    expect(ofType(template, 'AWS::ApiGateway::Account')).toHaveLength(1);
    expect(ofType(synth({ createApiLogRole: false }), 'AWS::ApiGateway::Account')).toEqual([]);
  });
});

describe("API Gateway's own errors", () => {
  const responses = ofType(template, 'AWS::ApiGateway::GatewayResponse');

  it.each(responses.map((each) => [each.ResponseType as string, each]))(
    '%s is a Kubernetes Status',
    (_type, { StatusCode, ResponseTemplates, ResponseParameters }) => {
      const status = JSON.parse(ResponseTemplates['application/json']);
      expect(status).toMatchObject({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' });
      expect(status.message).toMatch(/^[ -~]+$/);
      expect(status.code === undefined ? undefined : String(status.code)).toBe(StatusCode);
      // A Retry-After would make the API server ask again, and wait.
      expect(ResponseParameters).toBeUndefined();
    },
  );

  it('have these codes', () => {
    expect(Object.fromEntries(responses.map((each) => [each.ResponseType, each.StatusCode]))).toEqual({
      MISSING_AUTHENTICATION_TOKEN: '404',
      RESOURCE_NOT_FOUND: '404',
      BAD_REQUEST_BODY: '400',
      BAD_REQUEST_PARAMETERS: '400',
      UNAUTHORIZED: '401',
      ACCESS_DENIED: '403',
      EXPIRED_TOKEN: '403',
      INVALID_SIGNATURE: '403',
      WAF_FILTERED: '403',
      REQUEST_TOO_LARGE: '413',
      UNSUPPORTED_MEDIA_TYPE: '415',
      THROTTLED: '429',
      QUOTA_EXCEEDED: '429',
      INTEGRATION_FAILURE: '504',
      INTEGRATION_TIMEOUT: '504',
      DEFAULT_4XX: undefined,
      DEFAULT_5XX: undefined,
    });
  });

  it('repeat nothing of the request', () => {
    expect(JSON.stringify(responses)).not.toContain('$context');
  });
});
