/** `cd` holds for one RUN only; WORKDIR says it once and for all. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

export const cdInRun: DockerfileRule = {
  id: 'cd-in-run',
  alias: 'DL3003',
  severity: 'warn',
  summary: 'RUN changes the folder with cd.',
  reference: 'https://docs.docker.com/build/building/best-practices/#workdir',
  check: (file) =>
    eachCommand(file, ({ name }) =>
      name === 'cd' ? { detail: 'cd holds for this RUN only', fix: 'use WORKDIR, or a path in the command' } : null,
    ),
};
