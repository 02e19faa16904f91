/** Without pipefail a RUN succeeds though the download in front of the pipe failed. */

import type { Command } from '../../dockerfile/shell/command.ts';
import { programName } from '../../dockerfile/shell-of.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

const capable = new Set(['bash', 'zsh', 'ash', 'ksh']);

export const missingPipefail: DockerfileRule = {
  id: 'missing-pipefail',
  alias: 'DL4006',
  severity: 'warn',
  summary: 'RUN has a pipe, and the shell does not fail when its first command does.',
  reference: 'https://docs.docker.com/build/building/best-practices/#using-pipes',
  check: (file) =>
    eachStep(file, 'RUN', ({ commands, shell }) => {
      if (!hasPipe(commands) || fails(shell) || commands.some(({ name, args }) => name === 'set' && args.includes('pipefail'))) return null;
      return { detail: 'a failure in front of the pipe is not seen', fix: 'write SHELL ["/bin/bash", "-o", "pipefail", "-c"] above' };
    }),
};

function hasPipe(commands: readonly Command[]): boolean {
  return new Set(commands.map(({ pipeline }) => pipeline)).size < commands.length;
}

function fails(shell: readonly string[] | null): boolean {
  if (shell === null || !capable.has(programName(shell[0] ?? ''))) return false;
  return shell.some((word, at) => word === 'pipefail' && /^-[a-z]*o$/.test(shell[at - 1] ?? ''));
}
