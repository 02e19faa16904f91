import { expect, it } from '@jest/globals';
import { sampleOfImage } from '../../../core/diff/sample.ts';
import { unusedRemarks } from '../../../core/lint/unused.ts';
import { loadedOf } from '../policy/loaded.ts';

it('names the entries that decided nothing', async () => {
  const { policy, document } = await loadedOf('images: [a.io, a.io/x, {deny: b.io}, c.io]');
  const samples = ['a.io/x/y', 'b.io/z', 'd.io/z', 'NOT an image'].map((image) => sampleOfImage(image, null, null));
  expect(unusedRemarks(policy, document, samples, 0).map(({ steps, message }) => [steps, message])).toEqual([
    [['images', 0], 'a.io decided none of 4 recorded decisions'],
    [['images', 3], 'c.io decided none of 4 recorded decisions'],
  ]);
});
