/** Nobody sits there to answer. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { dnf, installed } from './managers.ts';
import { eachCommand } from './walk.ts';

export const dnfAsks: DockerfileRule = {
  id: 'dnf-asks',
  alias: 'DL3038',
  severity: 'warn',
  summary: 'dnf install would ask before it installs.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3038',
  check: (file) =>
    eachCommand(file, (command) =>
      installed(command, dnf) === null || hasFlag(command, 'y', 'yes', 'assumeyes')
        ? null
        : { detail: `${command.name} asks, and nobody answers`, fix: 'add -y' },
    ),
};
