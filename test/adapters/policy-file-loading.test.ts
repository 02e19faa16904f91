import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { loadState, PolicyFileError, watchPolicyFiles } from '../../adapters/policy-file.ts';

jest.setTimeout(60_000);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const problem = async (policy: string, clusters: string | null = null): Promise<string> => {
  const error: unknown = await loadState({ policy, clusters }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PolicyFileError)) throw error;
  return error.message.replaceAll(folder, '');
};
const hash = 'a'.repeat(64);

describe('loadState', () => {
  it('loads policy and clusters', async () => {
    const policy = await write('p.yaml', 'version: 1\nimages: [a.io]');
    expect(await loadState({ policy, clusters: null })).toMatchObject({
      stale: false,
      problem: null,
      policy: { source: policy, allowCount: 1 },
      clusters: new Map(),
    });
    const { clusters } = await loadState({ policy, clusters: await write('c.yaml', `prod: [${hash}]`) });
    expect([...(clusters ?? [])]).toEqual([['prod', [new Uint8Array(32).fill(0xaa)]]]);
  });

  it('says in one line each what is wrong', async () => {
    const good = await write('p.yaml', 'version: 1');
    expect(await problem(join(folder, 'none.yaml'))).toBe('/none.yaml: there is no such file');
    expect(await problem(folder)).toBe(': it is a directory, expected a file');
    expect(await problem(join(good, 'below'))).toBe('/p.yaml/below: a part of the path is no directory');
    expect(await problem(await write('empty.yaml', ''))).toBe('/empty.yaml:1:1: the document is empty');
    expect(await problem(await write('two.yaml', 'version: 2\nmode: x'))).toBe(
      '/two.yaml:1:10: version: expected 1, got 2\n/two.yaml:2:7: mode: expected enforce, warn or audit, got "x"',
    );
    expect(await problem(good, await write('c.yaml', 'prod: my-token'))).toBe('/c.yaml:1:7: prod: expected a list, got a string');
    expect(await problem(good, join(folder, 'none.yaml'))).toBe('/none.yaml: there is no such file');
  });
});

describe('watchPolicyFiles', () => {
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('reads again what changes, and keeps the last good policy', async () => {
    const policy = await write('p.yaml', 'version: 1\nimages: [a.io]');
    const lines: string[] = [];
    const source = await watchPolicyFiles({ policy, clusters: null }, (line) => void lines.push(line.replaceAll(folder, '')));
    try {
      const first = await source.current(100);
      await write('p.yaml', 'version: 1\nimages: [a.io, b.io]');
      await until(() => lines.length === 1);
      const second = await source.current(100);
      expect([first.policy?.allowCount, second.policy?.allowCount, second.stale]).toEqual([1, 2, false]);
      await write('p.yaml', 'version: 1\nimages: [nginx, b.io]');
      await until(() => lines.length === 2);
      expect(await source.current(100)).toEqual({ ...second, stale: true, problem: 'the newest policy file does not load' });
      await rm(policy);
      await until(() => lines.length === 3);
      expect((await source.current(100)).policy).toBe(second.policy);
      await write('p.yaml', 'version: 1\nimages: [c.io]');
      await until(() => lines.length === 4);
      expect(await source.current(100)).toMatchObject({ stale: false, problem: null, policy: { allowCount: 1 } });
      expect(lines.map((line) => line.replace(/[0-9a-f]{12}/, 'HASH'))).toEqual([
        'policy HASH loaded from /p.yaml',
        'the last good policy stays: /p.yaml:2:10: images[0]: expected a scope such as ghcr.io/acme, got "nginx"; "nginx" is no host, and a scope begins with one; write docker.io/library/nginx',
        'the last good policy stays: /p.yaml: there is no such file',
        'policy HASH loaded from /p.yaml',
      ]);
    } finally {
      source.close();
    }
  });

  it('a policy that does not load at the start is an error', async () => {
    await expect(watchPolicyFiles({ policy: join(folder, 'none'), clusters: null }, () => undefined)).rejects.toThrow(PolicyFileError);
  });
});
