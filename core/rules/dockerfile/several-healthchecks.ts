/** The builder keeps the last HEALTHCHECK of a stage and forgets the others without a word. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { repeated } from './walk.ts';

export const severalHealthchecks: DockerfileRule = {
  id: 'several-healthchecks',
  alias: 'DL3012',
  severity: 'warn',
  summary: 'A stage has several HEALTHCHECK instructions, of which only the last one counts.',
  reference: 'https://docs.docker.com/reference/dockerfile/#healthcheck',
  check: (file) =>
    repeated(file, 'HEALTHCHECK', { detail: 'another HEALTHCHECK stands above: only the last one counts', fix: 'keep one of them' }),
};
