/** Where a relative destination ends up depends on whatever the base image left behind. */
import type { Stage } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { isAbsolute } from './paths.ts';
import { hitAt } from './walk.ts';

export const relativeCopyDestination: DockerfileRule = {
  id: 'relative-copy-destination',
  alias: 'DL3045',
  severity: 'warn',
  summary: 'COPY has a relative destination, and no WORKDIR is set.',
  reference: 'https://docs.docker.com/build/building/best-practices/#workdir',
  check: ({ stages }) => {
    const placed = new Set<Stage>();
    return stages.flatMap((stage) => checkStage(stage, placed));
  },
};

/** `placed`: the stages above that set a WORKDIR or build on one that does. */
function checkStage(stage: Stage, placed: Set<Stage>): DockerfileHit[] {
  let set = stage.bases.some((base) => placed.has(base));
  const hits = stage.steps.flatMap(({ instruction, expanded }) => {
    set ||= instruction.keyword === 'WORKDIR';
    if (instruction.keyword !== 'COPY' || set || isAbsolute(expanded.at(-1) ?? '/')) return [];
    return [
      hitAt(instruction, stage, {
        detail: 'the destination is relative, and no WORKDIR is set',
        fix: 'set WORKDIR above, or write a path that begins with /',
      }),
    ];
  });
  if (set) placed.add(stage);
  return hits;
}
