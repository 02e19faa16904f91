/** Without a version each build installs what the proxy has that day. */
import { type Command, operands } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { shown } from './pinned.ts';
import { eachCommand } from './walk.ts';

const verbs = new Set(['install', 'get', 'run']);
const valued = new Set(['ldflags', 'tags', 'o', 'mod', 'modfile', 'p', 'gcflags', 'asmflags', 'C', 'overlay', 'exec']);

export const goUnpinned: DockerfileRule = {
  id: 'go-unpinned',
  alias: 'DL3062',
  severity: 'warn',
  summary: 'go installs a module without a version.',
  reference: 'https://go.dev/ref/mod#go-install',
  check: (file) =>
    eachCommand(file, (command) => {
      const loose = modules(command).filter((name) => !/@[^@]+$/.test(name) || name.endsWith('@latest'));
      return loose.length === 0 ? null : { detail: `${shown(loose)} without a version`, fix: 'write module@version, or use go.mod' };
    }),
};

/** Arguments that name a module of some host; folders and `./...` are built from what is there. */
function modules(command: Command): string[] {
  if (command.name !== 'go') return [];
  const [verb = '', ...rest] = operands(command, valued);
  const named = verb === 'run' ? rest.slice(0, 1) : rest;
  return verbs.has(verb) ? named.filter((name) => /^[\w-]+(?:\.[\w-]+)+\//.test(name)) : [];
}
