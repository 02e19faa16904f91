/** Judges a List in JSON while it is read: a cluster's dump of any size takes the memory of one object. */
import type { Checked, CheckPlace } from '../core/check/check.ts';
import { checkListItem } from '../core/check/list-item.ts';
import { listSplitter } from '../core/check/list-splitter.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Progress } from './progress.ts';
import type { Opened } from './read-input.ts';

type Pieces = Extract<Opened, { chunks: unknown }>;

/** Adds what is found to `checked`. Rejects with the system's error when the rest cannot be read. */
export async function checkList(
  checked: Checked,
  file: string,
  { chunks, totalBytes }: Pieces,
  policy: Policy,
  place: CheckPlace,
  nowMs: number,
  progress: Progress,
): Promise<void> {
  checked.manifests++;
  const splitter = listSplitter();
  const decoder = new TextDecoder('utf-8');
  const judge = (text: string): void => {
    for (const item of splitter.feed(text)) checkListItem(checked, file, item, policy, place, nowMs);
  };
  let done = 0;
  for await (const chunk of chunks) {
    judge(decoder.decode(chunk, { stream: true }));
    done += chunk.length;
    progress.show(done, totalBytes);
  }
  judge(decoder.decode());
  progress.clear();
  const message = splitter.end();
  if (message !== null) checked.problems.push({ file, line: 1, column: 1, message });
}
