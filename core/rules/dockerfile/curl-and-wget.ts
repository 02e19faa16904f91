/** Two programs for one job are twice the attack surface. */
import type { Stage } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const curlAndWget: DockerfileRule = {
  id: 'curl-and-wget',
  alias: 'DL4001',
  severity: 'warn',
  summary: 'A stage uses both curl and wget.',
  reference: 'https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages',
  check: ({ stages }) => stages.flatMap(checkStage),
};

function checkStage(stage: Stage): DockerfileHit[] {
  const seen = new Set<string>();
  return stage.steps.flatMap(({ commands, instruction }) => {
    const used = commands.filter(({ name }) => name === 'curl' || name === 'wget');
    for (const { name } of used) seen.add(name);
    return used.length > 0 && seen.size > 1
      ? [hitAt(instruction, stage, { detail: 'curl and wget are both used', fix: 'use one of them' })]
      : [];
  });
}
