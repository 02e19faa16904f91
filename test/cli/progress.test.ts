import { expect, it } from '@jest/globals';
import { progressOn } from '../../cli/progress.ts';

function shown(isTTY: boolean, steps: readonly [number, number | null][]): string[] {
  const written: string[] = [];
  let nowMs = 0;
  const progress = progressOn({ isTTY, write: (text) => written.push(text) }, () => nowMs);
  for (const [done, total] of steps) {
    progress.show(done, total);
    nowMs += 60;
  }
  progress.clear();
  return written;
}

it('a bar on a terminal, ten times a second at most', () => {
  expect(
    shown(true, [
      [0, 2e6],
      [1e6, 2e6],
      [1e6, 2e6],
      [2e6, null],
      [3e6, null],
    ]),
  ).toEqual([`\r[${'.'.repeat(30)}] 0 % of 2 MB`, `\r[${'#'.repeat(15)}${'.'.repeat(15)}] 50 % of 2 MB`, '\r3 MB', '\r\u001b[K']);
  expect(shown(false, [[1, 2]])).toEqual([]);
  expect(shown(true, [])).toEqual([]);
});
