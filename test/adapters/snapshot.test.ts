import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSnapshot } from '../../adapters/snapshot.ts';

const folder = mkdtempSync(join(tmpdir(), 'image-warden-'));

async function scopesOf(text: string | null): Promise<string[] | null> {
  const file = join(folder, `${Math.random()}.json`);
  if (text !== null) writeFileSync(file, text);
  const policy = await readSnapshot(pathToFileURL(file));
  return policy === null ? null : [...policy.entries.keys()];
}

describe('readSnapshot', () => {
  it.each<[string, string | null, string[] | null]>([
    ['a policy', '{"version":1,"images":["ok.example"]}', ['ok.example']],
    ['none', null, null],
    ['an empty file', '', null],
    ['a truncated one', '{"version":1,"images":["ok.exam', null],
    ['one that is no policy', '{"version":1,"images":["nginx"]}', null],
    ['a newer one', '{"version":2}', null],
  ])('%s', async (_, text, expected) => {
    expect(await scopesOf(text)).toEqual(expected);
  });
});
