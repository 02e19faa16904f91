/** Without a version each build installs what the registry has that day. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { npm } from './managers.ts';
import { unpinned } from './pinned.ts';

export const npmUnpinned: DockerfileRule = {
  id: 'npm-unpinned',
  alias: 'DL3016',
  severity: 'warn',
  summary: 'npm installs a package without a version.',
  reference: 'https://docs.npmjs.com/cli/commands/npm-install',
  check: (file) => unpinned(file, { manager: npm, isPinned, form: 'package@version, or npm ci with a lock file' }),
};

/** Folders and archives have theirs inside; git needs a commit. */
function isPinned(name: string): boolean {
  if (/^(?:[./~]|file:)|\.(?:tar|tar\.gz|tgz)$/.test(name)) return true;
  if (/^git(?:\+\w+)?:\/\//.test(name)) return name.includes('#');
  return name.includes('@', 1);
}
