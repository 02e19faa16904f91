/** Builders refuse these behind ONBUILD. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

export const forbiddenOnbuild: DockerfileRule = {
  id: 'forbidden-onbuild',
  alias: 'DL3043',
  severity: 'warn',
  summary: 'ONBUILD triggers ONBUILD, FROM or MAINTAINER.',
  reference: 'https://docs.docker.com/reference/dockerfile/#onbuild-limitations',
  check: (file) =>
    eachStep(file, ['ONBUILD', 'FROM', 'MAINTAINER'], ({ instruction: { keyword }, onBuild }) =>
      onBuild ? { detail: `${keyword} cannot stand behind ONBUILD`, fix: 'leave it out' } : null,
    ),
};
