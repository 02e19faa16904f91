/** In shell form a shell is process 1, and signals do not reach the program. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

export const shellFormCommand: DockerfileRule = {
  id: 'shell-form-command',
  alias: 'DL3025',
  severity: 'warn',
  summary: 'CMD or ENTRYPOINT is in shell form.',
  reference: 'https://docs.docker.com/reference/build-checks/json-args-recommended/',
  check: (file) =>
    eachStep(file, ['CMD', 'ENTRYPOINT'], ({ instruction: { keyword, json } }) =>
      json === null
        ? { detail: `${keyword} is in shell form: signals do not reach the program`, fix: `write ${keyword} ["program", "argument"]` }
        : null,
    ),
};
