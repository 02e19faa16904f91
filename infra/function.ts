/** The function behind its alias, with the role that it needs and nothing more. */
import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { parameterArns } from './parameters.ts';
import type { Settings } from './props.ts';

export class WardenFunction extends Construct {
  readonly handler: LambdaFunction;
  /** What everybody invokes: versions change behind it. */
  readonly live: Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Decisions', { retention: settings.logRetentionDays });
    this.handler = new LambdaFunction(this, 'Handler', {
      description: 'Image Warden: decides which container images may run',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(settings.artifact, { exclude: ['cli.mjs', 'meta.json'] }),
      handler: 'index.handler',
      memorySize: settings.memoryMb,
      timeout: Duration.seconds(settings.functionTimeoutSeconds),
      role: roleOf(this, settings, this.logGroup),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // A trace segment would hold the path, and the path holds the token.
      tracing: Tracing.DISABLED,
      environment: {
        IMAGE_WARDEN_STAGE: settings.stage,
        IMAGE_WARDEN_MAX_STALE_SECONDS: String(settings.maxStaleSeconds),
      },
    });
    this.live = new Alias(this, 'Live', { aliasName: 'live', version: this.handler.currentVersion as IVersion });
  }
}

function roleOf(scope: Construct, { stage }: Settings, logGroup: LogGroup): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['ssm:GetParameters'], resources: parameterArns(scope, stage) }));
  return role;
}
