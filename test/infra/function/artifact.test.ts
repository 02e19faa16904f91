/** What becomes the function's code. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assetOf, synth } from '../synth.ts';

const folder = mkdtempSync(join(tmpdir(), 'image-warden-artifact-'));
const artifact = join(folder, 'dist');
mkdirSync(artifact);
for (const name of ['index.mjs', 'lazy-A.mjs', 'cli-B.mjs', 'meta.json']) writeFileSync(join(artifact, name), '');
/** A command line that finds fault with policies of one name. */
writeFileSync(
  join(artifact, 'cli.mjs'),
  "if (process.argv.at(-1).endsWith('bad.yaml')) { console.error('bad.yaml:1:1: wrong'); process.exit(2); } process.exit(1);",
);

const file = (name: string): string => {
  writeFileSync(join(folder, name), 'version: 1\n');
  return join(folder, name);
};

const shipped = (props: Parameters<typeof synth>[0]): string[] => readdirSync(assetOf(synth(props))).toSorted();

describe('the code of the function', () => {
  it('is the bundle and its chunks, without command line and report', () => {
    expect(shipped({ artifact })).toEqual(['index.mjs', 'lazy-A.mjs']);
  });

  it('has the policy beside it where asked for', () => {
    expect(shipped({ artifact, policySnapshot: file('good.yaml') })).toEqual(['index.mjs', 'lazy-A.mjs', 'policy.json']);
  });

  it('is not made of a policy that does not load', () => {
    const policySnapshot = file('bad.yaml');
    expect(() => synth({ artifact, policySnapshot })).toThrow(
      `policySnapshot: expected a policy that loads, got ${JSON.stringify(policySnapshot)}:\nbad.yaml:1:1: wrong`,
    );
  });

  it('must hold what is deployed', () => {
    const props = { evidenceTable: true, verifyAhead: true, ecrRepositoryArns: ['arn:aws:ecr:eu-west-1:111122223333:repository/acme/*'] };
    expect(() => synth({ artifact, ...props })).toThrow(`artifact: expected a folder with ahead.mjs, got ${JSON.stringify(artifact)}`);
  });

  it('must have been built', () => {
    expect(() => synth({ artifact: folder })).toThrow(
      `artifact: expected a folder with index.mjs, got ${JSON.stringify(folder)}; run \`npm run build\` first`,
    );
  });
});
