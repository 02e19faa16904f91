/** Without a version each build installs what the mirror has that day. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { dnf } from './managers.ts';
import { unpinned } from './pinned.ts';

export const dnfUnpinned: DockerfileRule = {
  id: 'dnf-unpinned',
  alias: 'DL3041',
  severity: 'warn',
  summary: 'dnf installs a package without a version.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3041',
  check: (file) =>
    unpinned(file, {
      manager: dnf,
      isPinned: (name) => /-(?:\d|\$)|^[^:]+:[\d$]|\.rpm$/.test(name),
      form: 'package-version (a module: name:stream)',
    }),
};
