/** Entry of the CDK: `npx cdk deploy`, `npm run synth`. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.ts';
import { withDefaults } from './settings/defaults.ts';
import { SettingsError } from './settings/settings-error.ts';
import { ImageWardenStack } from './stack.ts';

try {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const props = readConfig(app.node.getAllContext());
  new ImageWardenStack(app, `image-warden-${withDefaults(props).stage}`, props);
} catch (error) {
  // A mistake in the configuration is told in its own words; anything else is a defect and keeps its stack.
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
