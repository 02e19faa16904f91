/** The deployed service under AWS's own runtime client: `npm run e2e:deployed`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsClient } from '../infra/deployed/aws-client.ts';
import { faults } from '../infra/deployed/scenarios.ts';
import { readTemplate } from '../infra/deployed/template.ts';
import { synth } from '../infra/synth.ts';

const folder = mkdtempSync(join(tmpdir(), 'image-warden-e2e-'));
const artifact = join(folder, 'dist');
const built = spawnSync(process.execPath, ['build.ts', artifact], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

let count = 0;
for await (const fault of faults(readTemplate(synth({ artifact })), awsClient(join(folder, 'client')))) {
  process.stdout.write(`${fault}\n`);
  count++;
}
process.stdout.write(count === 0 ? 'the template, the bundle and the runtime client of AWS work together\n' : `${count} faults\n`);
process.exitCode = count === 0 ? 0 : 1;
