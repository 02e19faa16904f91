import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { policyImportCommand } from '../../cli/policy-import.ts';
import type { Terminal } from '../../cli/terminal.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-warden-'));
  writeFileSync(join(folder, 'list.txt'), 'ghcr.io/acme, nginx\n');
  writeFileSync(join(folder, 'bad.txt'), 'https://ghcr.io\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function recorder(): { terminal: Terminal; out: string[]; err: string[] } {
  const [out, err]: [string[], string[]] = [[], []];
  return { out, err, terminal: { out: (line) => out.push(line), err: (line) => err.push(line), paint: (_, text) => text, width: null } };
}

describe('policy import', () => {
  it('writes the policy, and what differs on standard error', async () => {
    const { terminal, out, err } = recorder();
    expect(await policyImportCommand(join(folder, 'list.txt'), {}, terminal)).toBe(0);
    expect(out.join('\n')).toMatch(/\nversion: 1\nimages:\n {2}- ghcr\.io\/acme\n {2}- docker\.io\/library\/nginx$/);
    expect(err).toEqual([expect.stringMatching(/list\.txt:1:15: "nginx" is written docker\.io\/library\/nginx here/)]);
  });

  it('is quiet when asked', async () => {
    const { terminal, err } = recorder();
    await policyImportCommand(join(folder, 'list.txt'), { quiet: true }, terminal);
    expect(err).toEqual([]);
  });

  it.each([
    ['bad.txt', /bad\.txt:1:1: "https:\/\/ghcr\.io": scheme "https:\/\/": leave it out; write ghcr\.io/],
    ['none.txt', /none\.txt/],
  ])('%s is wrong usage, and nothing is written', async (file, message) => {
    const { terminal, out } = recorder();
    await expect(policyImportCommand(join(folder, file), {}, terminal)).rejects.toThrow(message);
    expect(out).toEqual([]);
  });
});
