/** Without a version each build installs what the index has that day. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { gem } from './managers.ts';
import { unpinned } from './pinned.ts';

export const gemUnpinned: DockerfileRule = {
  id: 'gem-unpinned',
  alias: 'DL3028',
  severity: 'warn',
  summary: 'gem installs a package without a version.',
  reference: 'https://guides.rubygems.org/command-reference/#gem-install',
  check: (file) =>
    unpinned(file, {
      manager: gem,
      isPinned: (name) => /:|\.gem$/.test(name),
      form: 'gem:version',
      lifted: (command) => hasFlag(command, 'v', 'version'),
    }),
};
