/** A stage of that name can never be told from what the builder means by it. */
import { quote } from '../../text.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

const reserved = new Set(['scratch', 'context']);

export const reservedStageName: DockerfileRule = {
  id: 'reserved-stage-name',
  alias: 'DL3063',
  severity: 'warn',
  summary: 'A stage has a name that the builder uses itself.',
  reference: 'https://docs.docker.com/reference/build-checks/reserved-stage-name/',
  check: ({ stages }) =>
    stages.flatMap((stage) =>
      stage.from !== null && stage.name !== null && reserved.has(stage.name)
        ? [hitAt(stage.from, stage, { detail: `${quote(stage.name)} is reserved`, fix: 'give the stage another name' })]
        : [],
    ),
};
