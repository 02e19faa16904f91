/** Which stages the target needs, and which end up in an image. */
import { quote } from '../text.ts';
import type { DockerfileProblem } from './problem.ts';
import type { Stage, StageUse, Step } from './stage.ts';

/** What the model builder fills in step by step; rules see it as a `Stage`. */
export type DraftStage = { -readonly [Key in keyof Omit<Stage, 'bases' | 'uses' | 'steps'>]: Stage[Key] } & {
  bases: DraftStage[];
  uses: (StageUse & { readonly stage: DraftStage | null })[];
  steps: Step[];
};

/** The stage named or numbered so; the last one of all when `target` is null. */
export function findTarget(stages: readonly DraftStage[], target: string | null): DraftStage | DockerfileProblem {
  const last = stages.at(-1);
  if (last === undefined) return { line: 1, column: 1, message: 'there is no FROM: nothing is built' };
  if (target === null) return last;
  const named = stages.findLast(({ name }) => name === target.toLowerCase());
  const numbered = /^\d{1,5}$/.test(target) ? stages[Number(target)] : undefined;
  return named ?? numbered ?? { line: 1, column: 1, message: `no stage is named ${quote(target, 60)}, the target` };
}

/** Sets `inTarget`, `inFinalImage` and `ships` of every stage. Linear in stages and edges. */
export function markStages(stages: readonly DraftStage[], target: DraftStage): void {
  for (const stage of reach(target, ({ bases, uses }) => [...bases, ...uses.flatMap(({ stage }) => stage ?? [])])) stage.inTarget = true;
  for (const stage of reach(target, ({ bases }) => bases)) stage.inFinalImage = true;
  const last = stages.at(-1);
  for (const stage of [...stages.flatMap(({ bases }) => bases), target, ...(last === undefined ? [] : [last])]) stage.ships = true;
}

function reach(start: DraftStage, next: (stage: DraftStage) => readonly DraftStage[]): Set<DraftStage> {
  const found = new Set([start]);
  for (const stage of found) for (const one of next(stage)) found.add(one);
  return found;
}
