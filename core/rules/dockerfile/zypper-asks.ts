/** Nobody sits there to answer. */
import { hasFlag, plainArgs } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

const asking = new Set(['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch', 'update', 'up']);

export const zypperAsks: DockerfileRule = {
  id: 'zypper-asks',
  alias: 'DL3034',
  severity: 'warn',
  summary: 'zypper would ask before it installs.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3034',
  check: (file) =>
    eachCommand(file, (command) => {
      const asks = command.name === 'zypper' && asking.has(plainArgs(command)[0] ?? '');
      return asks && !hasFlag(command, 'n', 'non-interactive', 'y', 'no-confirm')
        ? { detail: 'zypper asks, and nobody answers', fix: 'add -y' }
        : null;
    }),
};
