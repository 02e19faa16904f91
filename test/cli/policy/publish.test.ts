import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listCommand, rollbackCommand } from '../../../cli/policy/history.ts';
import { pushCommand } from '../../../cli/policy/push.ts';
import { loadStage } from '../../../cli/stage.ts';
import { type AwsEmulator, awsEmulator, useEmulator } from '../aws-emulator.ts';
import { captured } from '../captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'publish-'));
const file = join(folder, 'policy.yaml');
const name = '/image-warden/prod/policy';
let aws: AwsEmulator;

beforeAll(async () => {
  aws = await awsEmulator();
  useEmulator(aws);
});
beforeEach(() => aws.parameters.clear());
afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

async function push(text: string, dryRun = false) {
  writeFileSync(file, text);
  const terminal = captured();
  const code = await pushCommand({ policy: file, stage: 'prod', dryRun }, terminal);
  return { code, out: terminal.outLines, err: terminal.errLines.map((line) => line.replaceAll(`${folder}/`, '')) };
}
const inForce = async (): Promise<string> => (await loadStage('prod')).policy.hash;

describe('policy push', () => {
  it('publishes YAML as canonical JSON, of the same hash', async () => {
    const { code, out } = await push('version: 1\nimages:\n  - secureoci.com # ours\n');
    expect(code).toBe(0);
    expect(aws.newest(name)).toBe('{"images":["secureoci.com"],"version":1}');
    expect(out).toEqual([`policy ${(await inForce()).slice(0, 12)} is published as version 1 of ${name}; it is in force within 40 s`]);
  });

  it('writes nothing when a case fails', async () => {
    const { code, err } = await push('version: 1\nimages: [secureoci.com]\ncases: [{ image: nginx, expect: allow }]\n');
    expect(code).toBe(1);
    expect(err).toEqual([
      'a case fails: "nginx" is expected to be allowed and is denied: docker.io/library/nginx:latest is denied by registry-allowlist: no entry for docker.io; allowed here: secureoci.com',
      'nothing was published',
    ]);
    expect(aws.parameters.size).toBe(0);
  });

  it('writes nothing when the policy does not load', async () => {
    await expect(push('version: 1\nimagse: []\n')).rejects.toThrow(/imagse: expected .*"?images/);
    expect(aws.parameters.size).toBe(0);
  });

  it('writes nothing when it is larger than a parameter, and tells the tier before', async () => {
    const entries = (count: number): string => Array.from({ length: count }, (_, i) => `  - registry-${i}.example.com\n`).join('');
    const small = await push(`version: 1\nimages:\n${entries(200)}`);
    expect([small.code, small.err]).toEqual([0, ['more than 4 KB: the parameter is of the advanced tier, which AWS charges for']]);
    const large = await push(`version: 1\nimages:\n${entries(400)}`);
    expect([large.code, large.err.at(-1)]).toEqual([1, 'nothing was published']);
    expect(aws.parameters.get(name)).toHaveLength(1);
  });

  it('--dry-run writes nothing', async () => {
    expect((await push('version: 1\nimages: [secureoci.com]\n', true)).code).toBe(0);
    expect(aws.parameters.size).toBe(0);
  });
});

describe('policy rollback', () => {
  const rollback = async (to?: string) => {
    const terminal = captured();
    await rollbackCommand({ stage: 'prod', parameter: 'policy', ...(to === undefined ? {} : { to }) }, terminal);
    return terminal.outLines;
  };

  it('writes what was before as a new version, and goes back and forth', async () => {
    await push('version: 1\nimages: [secureoci.com]\n');
    const before = await inForce();
    await push('version: 1\ndenyAll: true\n');
    expect(await inForce()).not.toBe(before);
    expect(await rollback()).toEqual([`version 3 of ${name} has the content of version 1; it is in force within 40 s`]);
    expect(await inForce()).toBe(before);
    expect(await rollback('2')).toEqual([`version 4 of ${name} has the content of version 2; it is in force within 40 s`]);
    expect(aws.newest(name)).toBe('{"denyAll":true,"version":1}');
  });

  it('refuses a version that is not there, and one that does not load', async () => {
    await expect(rollback()).rejects.toThrow(`${name}: there is no such parameter`);
    await push('version: 1\nimages: [secureoci.com]\n');
    await expect(rollback()).rejects.toThrow('of which there is only one');
    const versions = aws.parameters.get(name);
    const [first] = versions ?? [];
    if (first !== undefined) versions?.push({ ...first, Value: 'version: 2', Version: 2 });
    await expect(rollback('9')).rejects.toThrow('--to: expected one of the versions 1');
    await expect(rollback('2')).rejects.toThrow('version 2 does not load: ');
    expect(versions).toHaveLength(2);
  });
});

describe('a raw put-parameter', () => {
  it('works 120 times in a row, and the history is read over its pages', async () => {
    const client = new SSMClient({});
    for (let i = 1; i <= 120; i++)
      await client.send(
        new PutParameterCommand({ Name: name, Value: `version: 1\nimages: [r${i}.example.com]\n`, Type: 'String', Overwrite: true }),
      );
    const { Parameters } = await client.send(new GetParametersCommand({ Names: [name] }));
    expect(Parameters?.[0]?.Value).toContain('r120.example.com');
    expect((await loadStage('prod')).document.images).toEqual(['r120.example.com']);
    const terminal = captured();
    await listCommand({ stage: 'prod', parameter: 'policy', format: 'text' }, terminal);
    expect(terminal.outLines).toHaveLength(100);
    expect(terminal.outLines[0]).toMatch(/^ {2}120 {2}2026-01-01T00:02:00\.000Z {2}\d+ bytes {2}arn:aws:iam::111122223333:user\/ann$/);
    await rollbackCommand({ stage: 'prod', parameter: 'policy', to: '21' }, captured());
    expect((await loadStage('prod')).document.images).toEqual(['r21.example.com']);
  });
});
