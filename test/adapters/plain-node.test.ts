import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';

/** Jest finds names in CommonJS packages that Node does not: every adapter must load without it, as the command line loads it. */
it('every adapter loads in plain Node', () => {
  const files = readdirSync('adapters', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const program = `for (const file of ${JSON.stringify(files)}) await import(${JSON.stringify(`${process.cwd()}/adapters/`)} + file);`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
