/** AWS's own runtime client, fetched for the tests that need it: its native part fails to install or compiles for a minute. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuntimeClient } from '../emulators/environment.ts';

const version = '4.0.2';

/** Fetches it once for this machine; throws when the registry cannot be reached. */
export function awsClient(): RuntimeClient {
  const folder = join(tmpdir(), `image-warden-ric-${version}`);
  const client = join(folder, 'node_modules/aws-lambda-ric/index.mjs');
  if (!existsSync(client))
    execFileSync('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', `aws-lambda-ric@${version}`], {
      stdio: 'inherit',
    });
  return {
    args: () => ['--import', new URL('./ric-hooks.mjs', import.meta.url).href, client],
    env: (bundle) => ({
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: bundle,
      AWS_LAMBDA_FUNCTION_NAME: 'image-warden',
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: 'Decisions',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
    }),
  };
}
