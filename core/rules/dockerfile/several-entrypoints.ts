/** The builder keeps the last ENTRYPOINT of a stage and forgets the others without a word. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { repeated } from './walk.ts';

export const severalEntrypoints: DockerfileRule = {
  id: 'several-entrypoints',
  alias: 'DL4004',
  severity: 'warn',
  summary: 'A stage has several ENTRYPOINT instructions, of which only the last one counts.',
  reference: 'https://docs.docker.com/reference/dockerfile/#entrypoint',
  check: (file) =>
    repeated(file, 'ENTRYPOINT', { detail: 'another ENTRYPOINT stands above: only the last one counts', fix: 'keep one of them' }),
};
