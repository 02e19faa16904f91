/** Judges a List in JSON while it is read: a cluster's dump of any size takes the memory of one object. */
import { type Checked, type CheckPlace, emptyChecked } from '../core/check/check.ts';
import { type OpenSession, withProofs } from '../core/check/input.ts';
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
  session?: OpenSession,
): Promise<void> {
  checked.manifests++;
  const splitter = listSplitter();
  const decoder = new TextDecoder('utf-8');
  const judge = async (text: string): Promise<void> => {
    for (const item of splitter.feed(text)) {
      const where = await withProofs(policy, place, session, (known) => checkListItem(emptyChecked(), file, item, policy, known, nowMs));
      checkListItem(checked, file, item, policy, where, nowMs);
    }
  };
  let done = 0;
  for await (const chunk of chunks) {
    await judge(decoder.decode(chunk, { stream: true }));
    done += chunk.length;
    progress.show(done, totalBytes);
  }
  await judge(decoder.decode());
  progress.clear();
  const message = splitter.end();
  if (message !== null) checked.problems.push({ file, line: 1, column: 1, message });
}
