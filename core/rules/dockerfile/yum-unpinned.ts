/** Without a version each build installs what the mirror has that day. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { yum } from './managers.ts';
import { unpinned } from './pinned.ts';

export const yumUnpinned: DockerfileRule = {
  id: 'yum-unpinned',
  alias: 'DL3033',
  severity: 'warn',
  summary: 'yum installs a package without a version.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3033',
  check: (file) =>
    unpinned(file, {
      manager: yum,
      isPinned: (name) => /-(?:\d|\$)|^[^:]+:[\d$]|\.rpm$/.test(name),
      form: 'package-version (a module: name:stream)',
    }),
};
