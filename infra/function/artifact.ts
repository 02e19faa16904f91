/** The folder that becomes the function's code: what was built and, where asked for, a policy beside it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../settings/defaults.ts';
import { SettingsError } from '../settings/settings-error.ts';

/** The command line and the builder's report are no part of the function. */
const notShipped = ['cli*.mjs', 'meta.json'];

export function artifactOf({ artifact, policySnapshot, verifyAhead }: Settings): { readonly path: string; readonly exclude: string[] } {
  const missing = (verifyAhead ? ['index.mjs', 'ahead.mjs'] : ['index.mjs']).find((name) => !existsSync(join(artifact, name)));
  if (missing !== undefined)
    throw new SettingsError(`artifact: expected a folder with ${missing}, got ${JSON.stringify(artifact)}; run \`npm run build\` first`);
  if (policySnapshot === undefined) return { path: artifact, exclude: notShipped };
  mustLoad(policySnapshot, artifact);
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-'));
  // The CDK copies it when the function is made; nobody needs it afterwards.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(artifact, folder, { recursive: true });
  copyFileSync(policySnapshot, join(folder, 'policy.json'));
  return { path: folder, exclude: notShipped };
}

/** The built command line reads the policy as the function will: one that does not load would be found out when it is needed. */
function mustLoad(policy: string, artifact: string): void {
  const { status, stderr } = spawnSync(process.execPath, [join(artifact, 'cli.mjs'), 'explain', 'example.com/image', '--policy', policy], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (status === 0 || status === 1) return;
  throw new SettingsError(`policySnapshot: expected a policy that loads, got ${JSON.stringify(policy)}:\n${stderr.trim()}`);
}
