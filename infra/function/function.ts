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
import { environmentOf } from './environment.ts';
import { functionRole, type VerdictTable } from './role.ts';

export class WardenFunction extends Construct {
  readonly handler: LambdaFunction;
  /** What everybody invokes: versions change behind it. */
  readonly live: Alias;
  readonly logGroup: LogGroup;
  /** Of every function: each has an entry of its own in it. */
  readonly code: Code;

  /** `verdicts` null: they are kept in memory. */
  constructor(scope: Construct, id: string, settings: Settings, verdicts: VerdictTable | null) {
    super(scope, id);
    const { reservedConcurrency: reserved, provisionedConcurrency: provisioned } = settings;
    const { path, exclude } = artifactOf(settings);
    this.code = Code.fromAsset(path, { exclude });
    this.logGroup = new LogGroup(this, 'Decisions', { retention: settings.logRetentionDays });
    this.handler = new LambdaFunction(this, 'Handler', {
      description: 'Image Warden: decides which container images may run',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: this.code,
      handler: 'index.handler',
      memorySize: settings.memoryMb,
      timeout: Duration.seconds(settings.functionTimeoutSeconds),
      role: functionRole(this, settings, this.logGroup, verdicts),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A trace segment would hold the path, and the path holds the token.
      tracing: Tracing.DISABLED,
      environment: environmentOf(settings, verdicts),
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
    });
    this.live = new Alias(this, 'Live', {
      aliasName: 'live',
      version: this.handler.currentVersion as IVersion,
      ...(provisioned === undefined ? {} : { provisionedConcurrentExecutions: provisioned }),
    });
  }
}
