/** Writes the template of each tested deployment to a folder, for cfn-lint: `npm run lint:templates`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurations } from './configurations.ts';
import { synth } from './synth.ts';

const folder = process.argv[2] ?? 'cdk.out/configurations';
mkdirSync(folder, { recursive: true });
for (const [name, props] of Object.entries(configurations))
  writeFileSync(join(folder, `${name.replaceAll(/[^a-zA-Z]+/g, '-')}.template.json`), JSON.stringify(synth(props).json, null, 1));
