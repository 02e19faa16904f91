/** Entry of the CDK: `npx cdk deploy`, `npm run synth`. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.ts';
import { SettingsError } from './settings-error.ts';
import { ImageWardenStack } from './stack.ts';

try {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const settings = readConfig(app.node.getAllContext());
  new ImageWardenStack(app, `image-warden-${settings.stage}`, settings);
} catch (error) {
  // A mistake in the configuration is told in its own words; anything else is a defect and keeps its stack.
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
