/** The builder keeps the last CMD of a stage and forgets the others without a word. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { repeated } from './walk.ts';

export const severalCmds: DockerfileRule = {
  id: 'several-cmds',
  alias: 'DL4003',
  severity: 'warn',
  summary: 'A stage has several CMD instructions, of which only the last one counts.',
  reference: 'https://docs.docker.com/reference/dockerfile/#cmd',
  check: (file) => repeated(file, 'CMD', { detail: 'another CMD stands above: only the last one counts', fix: 'keep one of them' }),
};
