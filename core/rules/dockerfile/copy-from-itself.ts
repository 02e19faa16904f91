/** A stage cannot copy from what it is about to become. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const copyFromItself: DockerfileRule = {
  id: 'copy-from-itself',
  alias: 'DL3023',
  severity: 'warn',
  summary: 'COPY --from names its own stage.',
  reference: 'https://docs.docker.com/reference/dockerfile/#copy---from',
  check: ({ stages }) =>
    stages.flatMap((owner) =>
      owner.uses.flatMap(({ role, stage, line, column, onBuild }) =>
        role === 'copy-from' && stage === owner && !onBuild
          ? [hitAt({ line, column }, owner, { detail: 'COPY --from names its own stage', fix: 'leave --from out, or name another stage' })]
          : [],
      ),
    ),
};
