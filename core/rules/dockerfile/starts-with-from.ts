/** Nothing can run before there is an image to run it in. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const startsWithFrom: DockerfileRule = {
  id: 'starts-with-from',
  alias: 'DL3061',
  severity: 'warn',
  summary: 'An instruction other than ARG stands before the first FROM.',
  reference: 'https://docs.docker.com/reference/dockerfile/#from',
  check: ({ stages: [first] }) => {
    const step = first?.index === -1 ? first.steps[0] : undefined;
    return first === undefined || step === undefined
      ? []
      : [hitAt(step.instruction, first, { detail: 'it stands before the first FROM', fix: 'begin with FROM, or with ARG and FROM' })];
  },
};
