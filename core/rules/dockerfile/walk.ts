/** How rules go through a Dockerfile: steps and commands with their stage; what a callback returns becomes a hit where it was found. */
import type { Dockerfile } from '../../dockerfile/model.ts';
import type { Place } from '../../dockerfile/problem.ts';
import type { Command } from '../../dockerfile/shell/command.ts';
import type { Stage, Step } from '../../dockerfile/stage.ts';
import type { DockerfileHit } from '../dockerfile-rule.ts';

export type Finding = Pick<DockerfileHit, 'detail' | 'fix' | 'alias'>;

export function hitAt({ line, column }: Place, stage: Stage | null, finding: Finding): DockerfileHit {
  return { line, column, stage, ...finding };
}

/** One call for each instruction of these keywords, those behind ONBUILD too. */
export function eachStep(
  { stages }: Dockerfile,
  keywords: string | readonly string[],
  find: (step: Step, stage: Stage) => Finding | null,
): DockerfileHit[] {
  const wanted = typeof keywords === 'string' ? [keywords] : keywords;
  return stages.flatMap((stage) =>
    stage.steps.flatMap((step) => {
      const finding = wanted.includes(step.instruction.keyword) ? find(step, stage) : null;
      return finding === null ? [] : [hitAt(step.instruction, stage, finding)];
    }),
  );
}

/** One call for each command that a RUN runs. */
export function eachCommand(file: Dockerfile, find: (command: Command, step: Step, stage: Stage) => Finding | null): DockerfileHit[] {
  return eachRun(file, (step, stage) => (command) => find(command, step, stage));
}

/** The same in two steps: what holds for a whole RUN is found once. Null: none of its commands matters. */
export function eachRun(
  { stages }: Dockerfile,
  look: (step: Step, stage: Stage) => ((command: Command) => Finding | null) | null,
): DockerfileHit[] {
  return stages.flatMap((stage) =>
    stage.steps.flatMap((step) => {
      const find = step.commands.length === 0 ? null : look(step, stage);
      if (find === null) return [];
      return step.commands.flatMap((command) => {
        const finding = find(command);
        return finding === null ? [] : [hitAt(command, stage, finding)];
      });
    }),
  );
}

/** The second and later instructions of one keyword in a stage: only the last one counts for the builder. */
export function repeated(file: Dockerfile, keyword: string, finding: Finding): DockerfileHit[] {
  return file.stages.flatMap((stage) =>
    stage.steps
      .filter(({ instruction, onBuild }) => instruction.keyword === keyword && !onBuild)
      .slice(1)
      .map(({ instruction }) => hitAt(instruction, stage, finding)),
  );
}
