/** Without a version each build installs what the mirror has that day. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { zypper } from './managers.ts';
import { unpinned } from './pinned.ts';

export const zypperUnpinned: DockerfileRule = {
  id: 'zypper-unpinned',
  alias: 'DL3037',
  severity: 'warn',
  summary: 'zypper installs a package without a version.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3037',
  check: (file) => unpinned(file, { manager: zypper, isPinned: (name) => /[=<>]|\.rpm$/.test(name), form: 'package=version' }),
};
