/** The REST API in front of the function: the one type of API with resource policy, private endpoint, firewall and mutual TLS. */
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LambdaIntegration, LogGroupLogDestination, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeApi, acknowledgeApiLogRole } from '../nag.ts';
import type { Settings } from '../settings/defaults.ts';
import { accessLogFormat } from './access-log.ts';
import { WardenDomain } from './domain.ts';
import { baseUrl, endpointConfiguration, vpcEndpointsOf } from './endpoint.ts';
import { addFirewall } from './firewall.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { resourcePolicy } from './resource-policy.ts';
import { healthRoute, routes } from './routes.ts';

/** `/healthz` is open to everybody and invokes the function: a flood of it must not take the reviews' concurrency. */
const healthLimits = { throttlingRateLimit: 10, throttlingBurstLimit: 20 } as const;

export class WardenApi extends Construct {
  readonly rest: RestApi;
  readonly logGroup: LogGroup;
  /** Where webhooks begin, with a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, settings: Settings, handler: IFunction) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Access', { retention: settings.logRetentionDays });
    const endpointIds = vpcEndpointsOf(this, settings);
    const policy = resourcePolicy(settings, endpointIds);
    this.rest = new RestApi(this, 'Rest', {
      // CloudWatch keeps an API's metrics under its name: two stacks must not share one.
      restApiName: Aws.STACK_NAME,
      description: 'Image Warden: decides which container images may run',
      endpointConfiguration: endpointConfiguration(this, endpointIds),
      ...(policy === null ? {} : { policy }),
      // Who must present a certificate shall not find a door without that question.
      disableExecuteApiEndpoint: settings.truststoreUri !== undefined,
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
    this.url = this.#urlOf(settings, endpointIds);
    addGatewayResponses(this.rest);
    if (settings.wafRequestsPerFiveMinutes !== undefined) addFirewall(this, this.rest.deploymentStage, settings.wafRequestsPerFiveMinutes);
    acknowledgeApi(this);
    if (settings.createApiLogRole) acknowledgeApiLogRole(this);
  }

  #urlOf(settings: Settings, endpointIds: readonly string[]): string {
    const { domainName, certificateArn } = settings;
    if (domainName === undefined || certificateArn === undefined) return baseUrl(this.rest.restApiId, settings.stage, endpointIds);
    return new WardenDomain(this, 'Domain', { ...settings, domainName, certificateArn }, this.rest).url;
  }

  #stageOptions({ stage, throttleRatePerSecond, throttleBurst }: Settings) {
    return {
      stageName: stage,
      accessLogDestination: new LogGroupLogDestination(this.logGroup),
      accessLogFormat,
      // Both would hold the path, and the path holds the token.
      loggingLevel: MethodLoggingLevel.OFF,
      tracingEnabled: false,
      ...(throttleRatePerSecond === undefined ? {} : { throttlingRateLimit: throttleRatePerSecond }),
      ...(throttleBurst === undefined ? {} : { throttlingBurstLimit: throttleBurst }),
      methodOptions: { [`${healthRoute.path}/${healthRoute.method}`]: healthLimits },
    };
  }
}
