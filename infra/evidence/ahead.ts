/** The second function: judges an image when it is pushed, signed or scanned, before anybody wants to run it. */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import {
  Architecture,
  type Code,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentOf } from '../function/environment.ts';
import { functionRole, type VerdictTable } from '../function/role.ts';
import type { Settings } from '../settings/defaults.ts';
import { imageEvents, inspectorEvent } from './events.ts';

/** Nobody waits for it, and signatures want a processor. */
const minMemoryMb = 512;
/** Seconds: images are asked for one after the other, each within the time of a review. */
const timeoutSeconds = 60;
/** Hours after which an event is given up: admission has long judged by itself. */
const maxEventHours = 1;

export class WardenAhead extends Construct {
  readonly handler: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, settings: Settings, code: Code, table: VerdictTable) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Events', { retention: settings.logRetentionDays });
    this.handler = new LambdaFunction(this, 'Handler', {
      description: 'Image Warden: judges images ahead of admission',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code,
      handler: 'ahead.handler',
      memorySize: Math.max(minMemoryMb, settings.memoryMb),
      timeout: Duration.seconds(timeoutSeconds),
      // Once more after one and after two minutes; what is given up then is an alarm, and is judged at admission.
      retryAttempts: 2,
      maxEventAge: Duration.hours(maxEventHours),
      role: functionRole(this, settings, this.logGroup, table),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.DISABLED,
      environment: environmentOf(settings, table),
    });
    const target = new FunctionTarget(this.handler as IFunction);
    const patterns = Object.entries({ ...imageEvents, ...(settings.inspector ? { Inspected: inspectorEvent } : {}) });
    if (settings.trustRefresh) new Rule(this, 'Daily', { schedule: Schedule.rate(Duration.days(1)), targets: [target] });
    for (const [name, eventPattern] of patterns) new Rule(this, name, { eventPattern, targets: [target] });
  }
}
