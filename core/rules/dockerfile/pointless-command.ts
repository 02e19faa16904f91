/** Programs for a running machine do nothing useful while an image is built. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

const pointless = new Set(['free', 'ifconfig', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim']);

export const pointlessCommand: DockerfileRule = {
  id: 'pointless-command',
  alias: 'DL3001',
  severity: 'warn',
  summary: 'RUN starts a program that makes no sense while an image is built (ssh, vim, service, ps...).',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3001',
  check: (file) =>
    eachCommand(file, ({ name }) =>
      pointless.has(name)
        ? { detail: `${name} makes no sense while an image is built`, fix: 'leave it out, or run it when the container runs' }
        : null,
    ),
};
