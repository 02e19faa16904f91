/** Nobody sits there to answer. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { apt, installed } from './managers.ts';
import { eachCommand } from './walk.ts';

export const aptAsks: DockerfileRule = {
  id: 'apt-asks',
  alias: 'DL3014',
  severity: 'warn',
  summary: 'apt-get install would ask before it installs.',
  reference: 'https://docs.docker.com/build/building/best-practices/#apt-get',
  check: (file) =>
    eachCommand(file, (command) => {
      const quiet = command.args.filter((arg) => /^-[a-z]*q/.test(arg)).join('');
      const silent = hasFlag(command, 'y', 'yes', 'assume-yes') || quiet.split('q').length > 2 || command.args.includes('-q=2');
      return installed(command, apt) === null || silent ? null : { detail: 'apt-get install asks, and nobody answers', fix: 'add -y' };
    }),
};
