/** Nobody sits there to answer. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { installed, yum } from './managers.ts';
import { eachCommand } from './walk.ts';

export const yumAsks: DockerfileRule = {
  id: 'yum-asks',
  alias: 'DL3030',
  severity: 'warn',
  summary: 'yum install would ask before it installs.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3030',
  check: (file) =>
    eachCommand(file, (command) =>
      installed(command, yum) === null || hasFlag(command, 'y', 'yes', 'assumeyes')
        ? null
        : { detail: `${command.name} asks, and nobody answers`, fix: 'add -y' },
    ),
};
