/** What is no stage above is an image that the builder pulls. */
import { quote } from '../../text.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const copyFromUnknownStage: DockerfileRule = {
  id: 'copy-from-unknown-stage',
  alias: 'DL3022',
  severity: 'warn',
  summary: 'COPY --from names no stage above it, and no image with a tag.',
  reference: 'https://docs.docker.com/reference/dockerfile/#copy---from',
  check: ({ stages }) =>
    stages.flatMap((owner) =>
      owner.uses.flatMap(({ role, source, stage, line, column }) =>
        role === 'copy-from' && stage === null && !/[:/@]/.test(source) && source !== 'scratch'
          ? [
              hitAt({ line, column }, owner, {
                detail: `no stage above is named ${quote(source, 60)}`,
                fix: 'name a stage above, or the image in full',
              }),
            ]
          : [],
      ),
    ),
};
