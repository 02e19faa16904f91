/** Without a version each build installs what the index has that day. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { pip } from './managers.ts';
import { unpinned } from './pinned.ts';

export const pipUnpinned: DockerfileRule = {
  id: 'pip-unpinned',
  alias: 'DL3013',
  severity: 'warn',
  summary: 'pip installs a package without a version.',
  reference: 'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
  check: (file) =>
    unpinned(file, {
      manager: pip,
      isPinned: (name) => /[=<>~]=|[<>]|^[./]|\.(?:whl|tar\.gz|zip)$|^git\+.+@[^#]+/.test(name) && !/^git\+ssh:\/\/[^@]+@[^@]+$/.test(name),
      form: 'package==version, or -r with a lock file',
      lifted: (command) => hasFlag(command, 'r', 'requirement', 'c', 'constraint'),
    }),
};
