/** Each RUN is a layer; two short ones in a row are one. */
import type { Stage, Step } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const consecutiveRuns: DockerfileRule = {
  id: 'consecutive-runs',
  alias: 'DL3059',
  severity: 'warn',
  summary: 'Two RUN instructions of one command each follow each other.',
  reference: 'https://docs.docker.com/build/building/best-practices/#run',
  check: ({ stages }) => stages.flatMap(checkStage),
};

function checkStage(stage: Stage): DockerfileHit[] {
  return stage.steps.flatMap((step, at) => {
    const before = stage.steps[at - 1];
    if (before === undefined || !isShort(step) || !isShort(before) || !sameFlags(step, before)) return [];
    return [
      hitAt(step.instruction, stage, { detail: 'another short RUN stands right above: two layers for one', fix: 'join them with &&' }),
    ];
  });
}

function isShort({ instruction, commands, onBuild }: Step): boolean {
  return instruction.keyword === 'RUN' && !onBuild && commands.length <= 1 && instruction.heredocs.length === 0;
}

function sameFlags(one: Step, two: Step): boolean {
  return JSON.stringify(one.instruction.flags) === JSON.stringify(two.instruction.flags);
}
