/** A relative WORKDIR depends on whatever the base image left behind. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { isAbsolute } from './paths.ts';
import { eachStep } from './walk.ts';

export const absoluteWorkdir: DockerfileRule = {
  id: 'absolute-workdir',
  alias: 'DL3000',
  severity: 'warn',
  summary: 'WORKDIR is relative.',
  reference: 'https://docs.docker.com/build/building/best-practices/#workdir',
  check: (file) =>
    eachStep(file, 'WORKDIR', ({ expanded }) =>
      isAbsolute(expanded[0] ?? '/')
        ? null
        : { detail: 'WORKDIR is relative to what the base image left behind', fix: 'write a path that begins with /' },
    ),
};
