/** One deployment: the construct and what others need to know of it. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ImageWarden } from './image-warden.ts';
import type { ImageWardenProps } from './settings/props.ts';

export class ImageWardenStack extends Stack {
  constructor(scope: Construct, id: string, props: ImageWardenProps = {}) {
    super(scope, id, { description: 'Image Warden: decides which container images may run' });
    const warden = new ImageWarden(this, 'ImageWarden', props);
    this.#tell('Url', warden.api.url, 'Where webhooks begin: `connect` appends v1/clusters/CLUSTER/TOKEN/...');
    this.#tell('Stage', warden.stage, 'For --stage: part of the names of the parameters');
    this.#tell('Function', warden.function.live.functionArn, 'For aws lambda invoke');
    this.#tell('DecisionLog', warden.function.logGroup.logGroupName, 'One line for each decision');
    if (warden.ahead !== null) this.#tell('AheadLog', warden.ahead.logGroup.logGroupName, 'One line for each event of an image');
    if (warden.github !== null)
      this.#tell('GithubRole', warden.github.role.roleArn, 'For role-to-assume of aws-actions/configure-aws-credentials');
    this.#tell('Dashboard', warden.operations.dashboard.page.dashboardName, 'One page in CloudWatch for the person on call');
    this.#tell('AccessLog', warden.api.logGroup.logGroupName, 'One line for each request');
  }

  #tell(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
