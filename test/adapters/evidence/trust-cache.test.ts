import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cachedTrustRoots, readTrustRoot, trustRootFile } from '../../../adapters/evidence/trust-cache.ts';
import { publicGoodPinnedMs } from '../../../core/signature/public-good.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-cache-'));
afterAll(() => rmSync(folder, { recursive: true }));
const good = readFileSync(new URL('../../../core/signature/public-good.json', import.meta.url), 'utf8');

function write(name: string, text: string, writtenMs = publicGoodPinnedMs + 1000): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  utimesSync(file, writtenMs / 1000, writtenMs / 1000);
  return file;
}

describe('trustRootFile', () => {
  it.each([
    ['/var/cache', '/var/cache/image-warden/trusted_root.json'],
    ['relative', join(homedir(), '.cache/image-warden/trusted_root.json')],
    [undefined, join(homedir(), '.cache/image-warden/trusted_root.json')],
  ])('with XDG_CACHE_HOME %s', (XDG_CACHE_HOME, expected) => {
    expect(trustRootFile({ XDG_CACHE_HOME })).toBe(expected);
  });
});

describe('the cached trust root', () => {
  it.each<[string, () => string, boolean]>([
    ['newer than the pinned one', () => write('good', good), true],
    ['as old as the pinned one', () => write('same', good, publicGoodPinnedMs), false],
    ['older than the pinned one', () => write('old', good, publicGoodPinnedMs - 1000), false],
    ['that is none', () => write('none', '{}'), false],
    ['that is no JSON', () => write('half', good.slice(0, 500)), false],
    ['of 2 MiB', () => write('large', `${good}${' '.repeat(2 * 1024 * 1024)}`), false],
    ['that is a folder', () => folder, false],
    ['that is not there', () => join(folder, 'absent'), false],
  ])('%s', async (_, prepare, used) => {
    const file = prepare();
    expect(await readTrustRoot(file, publicGoodPinnedMs)).toEqual(used ? JSON.parse(good) : null);
    expect((await cachedTrustRoots(file).publicGood()) !== null).toBe(used);
  });

  it('is read once', async () => {
    const file = write('once', good);
    const roots = cachedTrustRoots(file);
    const first = await roots.publicGood();
    rmSync(file);
    expect(await roots.publicGood()).toBe(first);
  });
});
