/** RUN is root already, and sudo in the image is a way back to it. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

export const noSudo: DockerfileRule = {
  id: 'no-sudo',
  alias: 'DL3004',
  severity: 'warn',
  summary: 'RUN uses sudo.',
  reference: 'https://docs.docker.com/build/building/best-practices/#user',
  check: (file) =>
    eachCommand(file, ({ name }) =>
      name === 'sudo'
        ? { detail: 'sudo is used where root runs already', fix: 'run the command before USER, or use gosu in the entrypoint' }
        : null,
    ),
};
