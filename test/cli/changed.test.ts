import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { changedSince } from '../../cli/changed.ts';

const folder = mkdtempSync(join(tmpdir(), 'changed-'));
const before = process.cwd();
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    stdio: 'pipe',
  });

beforeAll(() => {
  git('init', '-q', '-b', 'main');
  mkdirSync(join(folder, 'in'));
  for (const name of ['same.yaml', 'edited.yaml', 'gone.yaml', 'in/committed.yaml']) writeFileSync(join(folder, name), 'a: 1\n');
  git('add', '.');
  git('commit', '-qm', 'first');
  git('checkout', '-qb', 'feature');
  writeFileSync(join(folder, 'in/committed.yaml'), 'a: 2\n');
  git('commit', '-qam', 'second');
  writeFileSync(join(folder, 'edited.yaml'), 'a: 2\n');
  writeFileSync(join(folder, 'n\u00e9w.yaml'), 'a: 1\n');
  rmSync(join(folder, 'gone.yaml'));
  process.chdir(join(folder, 'in'));
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

it('what is committed, edited or new since the branch began, from any folder of the repository', async () => {
  const isChanged = await changedSince('main');
  const names = ['same.yaml', 'edited.yaml', 'gone.yaml', 'in/committed.yaml', 'n\u00e9w.yaml'];
  expect(names.filter((name) => isChanged(join(folder, name)))).toEqual(['edited.yaml', 'in/committed.yaml', 'n\u00e9w.yaml']);
  expect(isChanged('committed.yaml')).toBe(true);
});

it.each([
  ['none', /^--changed-since: git: .*none/],
  ['--output=x', /^--changed-since: expected a revision, got "--output=x"$/],
  ['', /expected a revision/],
])('%j is refused', async (rev, message) => expect(changedSince(rev)).rejects.toThrow(message));
