/** The function behind its alias, with the role that it needs and nothing more. */
import { Duration } from 'aws-cdk-lib';
import {
  Alias,
  Architecture,
  Code,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Settings } from '../settings/defaults.ts';
import { artifactOf } from './artifact.ts';
import { functionRole } from './role.ts';

export class WardenFunction extends Construct {
  readonly handler: LambdaFunction;
  /** What everybody invokes: versions change behind it. */
  readonly live: Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { reservedConcurrency: reserved, provisionedConcurrency: provisioned } = settings;
    const { path, exclude } = artifactOf(settings);
    this.logGroup = new LogGroup(this, 'Decisions', { retention: settings.logRetentionDays });
    this.handler = new LambdaFunction(this, 'Handler', {
      description: 'Image Warden: decides which container images may run',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(path, { exclude }),
      handler: 'index.handler',
      memorySize: settings.memoryMb,
      timeout: Duration.seconds(settings.functionTimeoutSeconds),
      role: functionRole(this, settings, this.logGroup),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A trace segment would hold the path, and the path holds the token.
      tracing: Tracing.DISABLED,
      environment: environmentOf(settings),
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
    });
    this.live = new Alias(this, 'Live', {
      aliasName: 'live',
      version: this.handler.currentVersion as IVersion,
      ...(provisioned === undefined ? {} : { provisionedConcurrentExecutions: provisioned }),
    });
  }
}

/** What lambda/settings.ts reads. */
function environmentOf({ stage, maxStaleSeconds, clusterMetrics }: Settings): Record<string, string> {
  return {
    IMAGE_WARDEN_STAGE: stage,
    IMAGE_WARDEN_MAX_STALE_SECONDS: String(maxStaleSeconds),
    ...(clusterMetrics ? { IMAGE_WARDEN_CLUSTER_METRICS: '1' } : {}),
  };
}
