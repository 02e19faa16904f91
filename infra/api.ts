/** The REST API in front of the function: the one type of API with resource policy, private endpoint, firewall and mutual TLS. */
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, LogGroupLogDestination, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { acknowledgeApi, acknowledgeApiLogRole } from './nag.ts';
import type { Settings } from './props.ts';
import { healthRoute, routes } from './routes.ts';

/** `/healthz` is open to everybody and invokes the function: a flood of it must not take the reviews' concurrency. */
const healthLimits = { throttlingRateLimit: 10, throttlingBurstLimit: 20 } as const;

export class WardenApi extends Construct {
  readonly rest: RestApi;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, settings: Settings, handler: IFunction) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Access', { retention: settings.logRetentionDays });
    this.rest = new RestApi(this, 'Rest', {
      // CloudWatch keeps an API's metrics under its name: two stacks must not share one.
      restApiName: Aws.STACK_NAME,
      description: 'Image Warden: decides which container images may run',
      endpointTypes: [EndpointType.REGIONAL],
      // Bodies arrive as base64: the bytes that were sent, of which invalid UTF-8 can be told.
      binaryMediaTypes: ['*/*'],
      cloudWatchRole: settings.createApiLogRole,
      // The account's setting outlives this stack: others may have come to rely on it.
      ...(settings.createApiLogRole ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
      deployOptions: this.#stageOptions(settings),
    });
    // The stack has an output of its own.
    this.rest.node.tryRemoveChild('Endpoint');
    const integration = new LambdaIntegration(handler, {
      proxy: true,
      timeout: Duration.seconds(settings.integrationTimeoutSeconds),
      allowTestInvoke: false,
    });
    for (const { method, path, authorizationType } of routes)
      this.rest.root.resourceForPath(path).addMethod(method, integration, { authorizationType });
    addGatewayResponses(this.rest);
    acknowledgeApi(this);
    if (settings.createApiLogRole) acknowledgeApiLogRole(this);
  }

  #stageOptions({ stage }: Settings) {
    return {
      stageName: stage,
      accessLogDestination: new LogGroupLogDestination(this.logGroup),
      accessLogFormat,
      // Both would hold the path, and the path holds the token.
      loggingLevel: MethodLoggingLevel.OFF,
      tracingEnabled: false,
      methodOptions: { [`${healthRoute.path}/${healthRoute.method}`]: healthLimits },
    };
  }
}
