/** The entry of the CDK, run as the CDK runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { artifact, synth } from './synth.ts';

const { app, context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { app: string; context: Record<string, unknown> };

function run(more: Record<string, unknown>) {
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-app-'));
  const [, ...args] = app.split(' ');
  const env = {
    ...process.env,
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'image-warden:artifact': artifact, ...more }),
  };
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { status, stderr, templateOf: (stack: string) => join(folder, `${stack}.template.json`) };
}

describe('the app', () => {
  it('makes the stack of its stage, without a finding', () => {
    const { status, stderr, templateOf } = run({ 'image-warden:stage': 'dev' });
    expect([status, stderr]).toEqual([0, '']);
    const { Resources: resources } = JSON.parse(readFileSync(templateOf('image-warden-dev'), 'utf8'));
    expect(Object.keys(resources).length).toBe(Object.keys(synth().resources).length);
  });

  it('tells a mistake in its own words, without a stack', () => {
    const { status, stderr } = run({ 'image-warden:memoryMb': '64' });
    expect([status, stderr]).toEqual([
      1,
      'image-warden:memoryMb: expected a whole number of MB from 128 to 10240, got 64; for example "image-warden:memoryMb": 512\n',
    ]);
  });
});
