/** The whole service as one construct, for a stack of one's own. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WardenApi } from './api.ts';
import { WardenFunction } from './function.ts';
import { GithubRole } from './github.ts';
import { WardenOperations } from './operations.ts';
import { addAllowlist } from './parameters.ts';
import type { ImageWardenProps } from './props.ts';
import { addRollout } from './rollout.ts';
import { settingsOf } from './settings.ts';

export class ImageWarden extends Construct {
  readonly function: WardenFunction;
  readonly api: WardenApi;
  readonly operations: WardenOperations;
  /** Null: no subject was named. */
  readonly github: GithubRole | null;
  /** Part of the parameters' names. */
  readonly stage: string;

  /** Throws a `SettingsError` that names every wrong property. */
  constructor(scope: Construct, id: string, props: ImageWardenProps = {}) {
    super(scope, id);
    const settings = settingsOf({ ...props });
    this.stage = settings.stage;
    addAllowlist(this, settings.stage);
    this.function = new WardenFunction(this, 'Function', settings);
    const { live, logGroup } = this.function;
    this.api = new WardenApi(this, 'Api', settings, live as IFunction);
    this.operations = new WardenOperations(this, 'Operations', { settings, live, api: this.api.rest }, logGroup);
    this.github = settings.githubSubjects.length === 0 ? null : new GithubRole(this, 'Github', settings, this.api.rest);
    if (settings.rollout !== 'all-at-once') addRollout(this, settings.rollout, live, this.operations.alarms.rollingBack);
  }
}
