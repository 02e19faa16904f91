/** The whole service as one construct, for a stack of one's own. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WardenApi } from './api.ts';
import { WardenFunction } from './function.ts';
import { addAllowlist } from './parameters.ts';
import type { ImageWardenProps } from './props.ts';
import { settingsOf } from './settings.ts';

export class ImageWarden extends Construct {
  readonly function: WardenFunction;
  readonly api: WardenApi;
  /** The checked properties, defaults filled in. */
  readonly stage: string;

  /** Throws a `SettingsError` that names every wrong property. */
  constructor(scope: Construct, id: string, props: ImageWardenProps = {}) {
    super(scope, id);
    const settings = settingsOf({ ...props });
    this.stage = settings.stage;
    addAllowlist(this, settings.stage);
    this.function = new WardenFunction(this, 'Function', settings);
    this.api = new WardenApi(this, 'Api', settings, this.function.live as IFunction);
  }
}
