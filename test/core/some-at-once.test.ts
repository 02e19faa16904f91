import { describe, expect, it } from '@jest/globals';
import { someAtOnce } from '../../core/some-at-once.ts';

describe('someAtOnce', () => {
  it.each([
    [0, 3, 0],
    [2, 3, 2],
    [10, 3, 3],
    [10, 1, 1],
  ])('of %i items, %i at once', async (length, count, expected) => {
    let [running, most] = [0, 0];
    const items = Array.from({ length }, (_, i) => i);
    const results = await someAtOnce(items, count, async (item) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, (item * 7) % 3));
      running--;
      return item * 2;
    });
    expect({ results, most }).toEqual({ results: items.map((item) => item * 2), most: expected });
  });

  it('rejects with the first that does', async () => {
    const work = async (item: number): Promise<number> => {
      if (item === 2) throw new Error('two');
      return item;
    };
    await expect(someAtOnce([1, 2, 3], 2, work)).rejects.toThrow('two');
  });
});
