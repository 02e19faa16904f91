/** Without a version each build installs what the mirror has that day. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { apt } from './managers.ts';
import { unpinned } from './pinned.ts';

export const aptUnpinned: DockerfileRule = {
  id: 'apt-unpinned',
  alias: 'DL3008',
  severity: 'warn',
  summary: 'apt-get installs a package without a version.',
  reference: 'https://docs.docker.com/build/building/best-practices/#apt-get',
  check: (file) => unpinned(file, { manager: apt, isPinned: (name) => /[=/]|\.deb$/.test(name), form: 'package=version' }),
};
