/** Work that waits, for lists of any length: so much is under way at a time that a hostile list costs no more memory than an honest one. */

/** The results in the order of the items; rejects as `Promise.all` does. */
export async function someAtOnce<Item, Result>(
  items: readonly Item[],
  count: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const runner = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, runner));
  return results;
}
