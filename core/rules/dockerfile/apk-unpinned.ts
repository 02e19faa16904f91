/** Without a version each build installs what the mirror has that day. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { apk } from './managers.ts';
import { unpinned } from './pinned.ts';

export const apkUnpinned: DockerfileRule = {
  id: 'apk-unpinned',
  alias: 'DL3018',
  severity: 'warn',
  summary: 'apk adds a package without a version.',
  reference: 'https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper#Holding_a_specific_package_back',
  check: (file) =>
    unpinned(file, { manager: apk, isPinned: (name) => /[=~<>]|\.apk$/.test(name), form: 'package=version, or package~version' }),
};
