/** The login logs have a place for every user id up to the highest: a large id makes files of gigabytes. */
import { flagArgument, hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

export const useraddSparseLog: DockerfileRule = {
  id: 'useradd-sparse-log',
  alias: 'DL3046',
  severity: 'warn',
  summary: 'useradd with a user id above 99999 writes huge login logs.',
  reference: 'https://docs.docker.com/build/building/best-practices/#user',
  check: (file) =>
    eachCommand(file, (command) => {
      const uid = command.name === 'useradd' ? flagArgument(command, 'u', 'uid') : null;
      return uid === null || uid.length <= 5 || hasFlag(command, 'l', 'no-log-init')
        ? null
        : { detail: 'the login logs grow with the user id', fix: 'add --no-log-init' };
    }),
};
