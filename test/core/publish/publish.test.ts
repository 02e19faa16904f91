import { describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '../../../core/policy/definition.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import { publicationOf } from '../../../core/publish/publish.ts';

async function published(document: PolicyDocument) {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'p', text: JSON.stringify(document) } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return publicationOf(document, loaded, 0);
}
/** A document of so many bytes as canonical JSON. */
const sized = (bytes: number): PolicyDocument => {
  const images = Array.from({ length: 40 }, (_, i) => ({ deny: `a.io/x${String(i).padStart(3, '0')}`, reason: 'r'.repeat(60) }));
  const rest = bytes - JSON.stringify({ images, version: 1 }).length;
  const [first, ...others] = images;
  const filled = others.map((entry, i) => ({ ...entry, reason: entry.reason + 'r'.repeat(Math.min(150, Math.max(0, rest - i * 150))) }));
  return { version: 1, images: [first ?? { deny: 'a.io' }, ...filled] };
};

describe('publicationOf', () => {
  it('writes canonical JSON', async () => {
    expect(await published({ version: 1, mode: 'warn', images: ['a.io', { deny: 'b.io', reason: 'x' }] })).toEqual({
      value: '{"images":["a.io",{"deny":"b.io","reason":"x"}],"mode":"warn","version":1}',
      tier: 'Standard',
    });
  });

  it.each([
    [4096, 'Standard'],
    [4097, 'Advanced'],
    [8192, 'Advanced'],
  ])('%i bytes are of the tier %s', async (bytes, tier) => {
    const publication = await published(sized(bytes));
    expect(publication).toMatchObject({ tier });
    expect('value' in publication && Buffer.byteLength(publication.value)).toBe(bytes);
  });

  it('refuses what no parameter holds, and what fails its own cases', async () => {
    expect(await published(sized(8193))).toEqual({
      problems: [
        '8193 bytes as JSON, expected at most 8192, the most that a parameter holds: bake the policy into the artifact, or shorten it',
      ],
    });
    expect(await published({ version: 1, images: ['a.io'], cases: [{ image: 'a.io/x', expect: 'deny' }] })).toEqual({
      problems: ['a case fails: "a.io/x" is expected to be denied and is allowed'],
    });
  });
});
