/** One item of a List that is read in pieces, judged as it would be in the whole document: same paths, same places. */
import type { Policy } from '../policy/policy.ts';
import { type Checked, type CheckPlace, checkSubject } from './check.ts';
import type { ListItem } from './list-splitter.ts';
import { subjectsOfItem } from './subjects.ts';

/** Adds what is found to `checked`. Never throws. */
export function checkListItem(checked: Checked, file: string, item: ListItem, policy: Policy, place: CheckPlace, nowMs: number): void {
  const { subjects, problems } = subjectsOfItem(file, item, place.namespace);
  for (const problem of problems) checked.problems.push(problem);
  for (const subject of subjects) checkSubject(checked, file, subject, policy, place, nowMs);
}
