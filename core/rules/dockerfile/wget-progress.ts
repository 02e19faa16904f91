/** Each kilobyte prints a dot into the build's log. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

const quiet = ['progress', 'q', 'quiet', 'nv', 'no-verbose', 'o', 'output-file', 'a', 'append-output'];

export const wgetProgress: DockerfileRule = {
  id: 'wget-progress',
  alias: 'DL3047',
  severity: 'warn',
  summary: 'wget fills the log with its progress.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3047',
  check: (file) =>
    eachCommand(file, (command) =>
      command.name === 'wget' && !hasFlag(command, ...quiet)
        ? { detail: 'wget fills the log with its progress', fix: 'add --progress=dot:giga, or -q' }
        : null,
    ),
};
