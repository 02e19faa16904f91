/** A compiler in the image that runs is a workshop for whoever breaks in, and hundreds of megabytes. */
import type { Dockerfile } from '../../dockerfile/model.ts';
import type { Command } from '../../dockerfile/shell/command.ts';
import type { Stage, Step } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { baseParts } from './base-images.ts';
import { builds, multiStage, removedNames, type Toolchain, toolchainOfImage, toolPackages } from './build-tools.ts';
import { shown } from './pinned.ts';
import { hitAt } from './walk.ts';

export const buildToolsInFinalStage: DockerfileRule = {
  id: 'build-tools-in-final-stage',
  alias: null,
  severity: 'warn',
  summary: 'Compilers, build tools or language package managers end up in the image that is built.',
  reference: 'https://docs.docker.com/build/building/multi-stage/',
  check: (file) => file.stages.filter(({ inFinalImage }) => inFinalImage).flatMap((stage) => inStage(stage, file)),
};

function inStage(stage: Stage, file: Dockerfile): DockerfileHit[] {
  const base = baseParts(stage);
  const toolchain = base === null ? null : toolchainOfImage(base.repository, base.tag);
  const hits = stage.steps.flatMap((step) => inStep(step, stage));
  if (base === null || toolchain === null || stage.from === null) return hits;
  const detail = `${base.text} is a toolchain, and ${stage === file.target ? 'the image is built on it' : 'the target builds on it'}`;
  return [hitAt(stage.from, stage, { detail, fix: multiStage(toolchain) }), ...hits];
}

function inStep({ commands }: Step, stage: Stage): DockerfileHit[] {
  const removed = removedNames(commands);
  return commands.flatMap((command) => {
    const found = finding(command, removed);
    return found === null ? [] : [hitAt(command, stage, { detail: found.detail, fix: multiStage(found.toolchain) })];
  });
}

function finding(command: Command, removed: ReadonlySet<string>): { detail: string; toolchain: Toolchain } | null {
  const { names, toolchain } = toolPackages(command, removed);
  if (names.length > 0) return { detail: `${shown(names)} stay in the image that is built`, toolchain };
  const built = builds(command);
  return built === null ? null : { detail: `${command.name} builds in the stage that becomes the image: its tools stay`, toolchain: built };
}
