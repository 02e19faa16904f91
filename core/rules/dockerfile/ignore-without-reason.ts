/** Next year nobody knows why. */
import { ignoresOf } from '../../dockerfile/pragmas.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const ignoreWithoutReason: DockerfileRule = {
  id: 'ignore-without-reason',
  alias: null,
  severity: 'warn',
  summary: 'An image-warden ignore gives no reason, so it does not count.',
  reference: 'https://docs.docker.com/build/checks/#skip-checks',
  check: ({ comments, instructions, stages }) =>
    ignoresOf(comments, instructions)
      .filter(({ own, reason }) => own && reason === null)
      .map(({ line }) =>
        hitAt({ line, column: 1 }, stages.findLast(({ from }) => from !== null && from.line < line) ?? null, {
          detail: 'the ignore gives no reason and does not count',
          fix: 'write # image-warden ignore=RULE why it may stay',
        }),
      ),
};
