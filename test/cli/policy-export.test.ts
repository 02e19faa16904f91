import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { policyExportCommand } from '../../cli/policy-export.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { parseYaml } from '../../core/yaml.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-warden-'));
  writeFileSync(join(folder, 'policy.yaml'), 'version: 1\nimages: [secureoci.com]\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function recorder(): { terminal: Terminal; out: string[]; err: string[] } {
  const [out, err]: [string[], string[]] = [[], []];
  return { out, err, terminal: { out: (line) => out.push(line), err: (line) => err.push(line), paint: (_, text) => text, width: null } };
}

describe('policy export', () => {
  it('writes the policy and its binding', async () => {
    const { terminal, out } = recorder();
    expect(await policyExportCommand({ policy: join(folder, 'policy.yaml'), name: 'images' }, terminal)).toBe(0);
    const documents = parseYaml(out.join('\n'), { merge: false });
    if ('message' in documents) throw new Error(documents.message);
    expect(documents.map(({ value }) => value)).toMatchObject([
      { kind: 'ValidatingAdmissionPolicy', metadata: { name: 'images' }, spec: { failurePolicy: 'Fail' } },
      { kind: 'ValidatingAdmissionPolicyBinding', spec: { policyName: 'images', validationActions: ['Deny'] } },
    ]);
    expect(out[0]).toMatch(/^# Image Warden's fallback in the cluster: policy [0-9a-f]{12}, for any cluster\.\n/);
  });

  it('a name that no object can have is wrong usage', async () => {
    const run = policyExportCommand({ policy: join(folder, 'policy.yaml'), name: 'A' }, recorder().terminal);
    await expect(run).rejects.toThrow('"A" is no name of an object');
  });
});
