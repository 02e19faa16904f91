/** The index is a megabyte or two that nobody reads again. */
import { transientFolders } from '../../dockerfile/mounts.ts';
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { apk, installed } from './managers.ts';
import { eachCommand } from './walk.ts';

export const apkCache: DockerfileRule = {
  id: 'apk-cache',
  alias: 'DL3019',
  severity: 'warn',
  summary: 'apk add keeps its index in the layer.',
  reference: 'https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Add_a_Package',
  check: (file) =>
    eachCommand(file, (command, { instruction }) => {
      const clean =
        hasFlag(command, 'no-cache') ||
        transientFolders(instruction).some((folder) => folder === '/var/cache/apk' || folder === '/etc/apk/cache');
      return installed(command, apk) === null || clean
        ? null
        : { detail: 'the package index stays in the layer', fix: 'write apk add --no-cache' };
    }),
};
