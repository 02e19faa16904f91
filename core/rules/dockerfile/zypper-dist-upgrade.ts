/** A new distribution belongs into FROM. */
import { runs } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

export const zypperDistUpgrade: DockerfileRule = {
  id: 'zypper-dist-upgrade',
  alias: 'DL3035',
  severity: 'warn',
  summary: 'zypper upgrades the distribution.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3035',
  check: (file) =>
    eachCommand(file, (command) =>
      runs(command, 'zypper', 'dist-upgrade', 'dup')
        ? { detail: 'zypper upgrades the distribution', fix: 'build on a newer base image' }
        : null,
    ),
};
