import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadState, watchPolicyFiles } from '../../adapters/policy-file.ts';
import { maxDocumentLength } from '../../core/policy/document.ts';

const folder = mkdtempSync(join(tmpdir(), 'policy-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const one = 'version: 1\nimages: [one.example]\n';
const policy = file('policy.yaml', one);
const clusters = (...tokens: string[]) => `prod: [${tokens.map((token) => `"${hash('sha256', token)}"`).join(', ')}]\n`;
const pollsLater = () => new Promise((resolve) => setTimeout(resolve, 1200));

describe('loadState', () => {
  it('gives the policy and nobody a token', async () => {
    const { policy: loaded, ...rest } = await loadState({ policy, clusters: null });
    expect([...(loaded?.entries.keys() ?? [])]).toEqual(['one.example']);
    expect(rest).toEqual({ stale: false, clusters: new Map(), problem: null });
  });

  it('gives the clusters', async () => {
    const { clusters: loaded } = await loadState({ policy, clusters: file('clusters.yaml', clusters('a', 'b')) });
    expect(loaded).toEqual(
      new Map([['prod', [hash('sha256', 'a', 'buffer'), hash('sha256', 'b', 'buffer')].map((one) => new Uint8Array(one))]]),
    );
  });

  it.each<[string, () => string, string]>([
    ['a file that is not there', () => join(folder, 'none'), ': there is no such file'],
    ['a folder', () => folder, ': it is a directory, expected a file'],
    [
      'a huge file',
      () => {
        const huge = file('huge.yaml', '');
        truncateSync(huge, maxDocumentLength + 1);
        return huge;
      },
      `: ${maxDocumentLength + 1} bytes, expected at most ${maxDocumentLength}`,
    ],
  ])('refuses %s in one line', async (_, make, message) => {
    const path = make();
    await expect(loadState({ policy: path, clusters: null })).rejects.toMatchObject({ name: 'PolicyFileError', message: path + message });
    await expect(loadState({ policy, clusters: path })).rejects.toMatchObject({ name: 'PolicyFileError', message: path + message });
  });
});

describe('watchPolicyFiles', () => {
  it('sees a change that comes at once, of either file, and stops when closed', async () => {
    const [changing, tokens] = [file('changing.yaml', one), file('tokens.yaml', clusters('a'))];
    const told: string[] = [];
    const source = await watchPolicyFiles({ policy: changing, clusters: tokens }, (line) => void told.push(line));
    writeFileSync(changing, 'version: 1\nimages: [two.example]\n');
    writeFileSync(tokens, clusters('b', 'c'));
    await pollsLater();
    const state = await source.current(100);
    expect([...(state.policy?.entries.keys() ?? [])]).toEqual(['two.example']);
    expect(state.clusters?.get('prod')).toHaveLength(2);
    expect(told).toEqual([`policy ${state.policy?.hash.slice(0, 12)} loaded from ${changing}`]);

    writeFileSync(tokens, 'prod: none\n');
    await pollsLater();
    expect(await source.current(100)).toEqual({ ...state, stale: true, problem: 'the newest policy file does not load' });
    source.close();
    writeFileSync(tokens, clusters('d'));
    await pollsLater();
    expect(told).toHaveLength(2);
    expect(await source.current(100)).toHaveProperty('stale', true);
  });
});
