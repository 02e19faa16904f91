/** The whole service as one construct, for a stack of one's own. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WardenApi } from './api/api.ts';
import { GithubRole } from './api/github.ts';
import { WardenAhead } from './evidence/ahead.ts';
import { verdictTable } from './evidence/table.ts';
import { WardenFunction } from './function/function.ts';
import { addAllowlist } from './function/parameters.ts';
import { addRollout } from './function/rollout.ts';
import { WardenOperations } from './operations/operations.ts';
import { withDefaults } from './settings/defaults.ts';
import type { ImageWardenProps } from './settings/props.ts';
import { checkedProps } from './settings/settings.ts';

export class ImageWarden extends Construct {
  readonly function: WardenFunction;
  readonly api: WardenApi;
  readonly operations: WardenOperations;
  /** Null: images are judged at admission. */
  readonly ahead: WardenAhead | null;
  /** Null: no subject was named. */
  readonly github: GithubRole | null;
  /** Part of the parameters' names. */
  readonly stage: string;

  /** Throws a `SettingsError` that names every wrong property. */
  constructor(scope: Construct, id: string, props: ImageWardenProps = {}) {
    super(scope, id);
    const settings = withDefaults(checkedProps({ ...props }));
    this.stage = settings.stage;
    addAllowlist(this, settings.stage);
    const verdicts = settings.evidenceTable ? verdictTable(this) : null;
    this.function = new WardenFunction(this, 'Function', settings, verdicts);
    const { live, logGroup, code } = this.function;
    this.api = new WardenApi(this, 'Api', settings, live as IFunction);
    this.ahead = settings.verifyAhead && verdicts !== null ? new WardenAhead(this, 'Ahead', settings, code, verdicts) : null;
    const watched = { settings, live, api: this.api.rest, ahead: this.ahead?.handler ?? null };
    this.operations = new WardenOperations(this, 'Operations', watched, logGroup);
    this.github = settings.githubSubjects.length === 0 ? null : new GithubRole(this, 'Github', settings, this.api.rest);
    if (settings.rollout !== 'all-at-once') addRollout(this, settings.rollout, live, this.operations.alarms.rollingBack);
  }
}
