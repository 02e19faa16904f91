/** AWS's own runtime client, fetched for the run: its package compiles a native part, which a small one of ours replaces. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '4.0.2';

/** Arguments for Node. `folder` keeps the package from run to run. */
export function awsClient(folder: string): readonly string[] {
  const main = join(folder, 'node_modules', 'aws-lambda-ric', 'index.mjs');
  if (!existsSync(main)) {
    const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', `aws-lambda-ric@${version}`];
    const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`aws-lambda-ric could not be fetched: ${stderr}`);
  }
  return ['--import', new URL('./native-hook.ts', import.meta.url).href, fileURLToPath(new URL(`file://${main}`))];
}
