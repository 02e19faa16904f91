/** pip keeps every wheel it downloads. */
import { transientFolders } from '../../dockerfile/mounts.ts';
import { type Command, hasFlag } from '../../dockerfile/shell/command.ts';
import type { Step } from '../../dockerfile/stage.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { installed, pip } from './managers.ts';
import { eachRun } from './walk.ts';

const variable = 'PIP_NO_CACHE_DIR';

export const pipCache: DockerfileRule = {
  id: 'pip-cache',
  alias: 'DL3042',
  severity: 'warn',
  summary: 'pip install keeps its cache in the layer.',
  reference: 'https://pip.pypa.io/en/stable/topics/caching/',
  check: (file) =>
    eachRun(file, (step, stage) => {
      if (isTrue(stage.variables.get(variable)) || step.commands.some(exports) || cacheIsMounted(step)) return null;
      return (command) => {
        if (installed(command, pip) === null || hasFlag(command, 'no-cache-dir') || isTrue(command.assignments.get(variable))) return null;
        return { detail: 'the downloaded packages stay in the layer', fix: 'write pip install --no-cache-dir' };
      };
    }),
};

function exports({ name, args }: Command): boolean {
  return name === 'export' && args.some((arg) => arg.startsWith(`${variable}=`) && isTrue(arg.slice(variable.length + 1)));
}

function cacheIsMounted({ instruction }: Step): boolean {
  return transientFolders(instruction).some((folder) => /\/\.cache(?:\/pip)?$/.test(folder));
}

function isTrue(value: string | null | undefined): boolean {
  return /^(?:1|on|yes|true)$/i.test(value ?? '');
}
