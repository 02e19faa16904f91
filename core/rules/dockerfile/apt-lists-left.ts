/** The package lists are 20 to 40 MB that nobody reads again. */
import type { Dockerfile } from '../../dockerfile/model.ts';
import { transientFolders } from '../../dockerfile/mounts.ts';
import { plainArgs } from '../../dockerfile/shell/command.ts';
import type { Step } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { removes } from './cleanup.ts';
import { hitAt } from './walk.ts';

const lists = ['/var/lib/apt/lists', '/var/lib/apt'];

export const aptListsLeft: DockerfileRule = {
  id: 'apt-lists-left',
  alias: 'DL3009',
  severity: 'warn',
  summary: 'apt-get update leaves its package lists in the layer.',
  reference: 'https://docs.docker.com/build/building/best-practices/#apt-get',
  check,
};

function check({ stages }: Dockerfile): DockerfileHit[] {
  return stages.flatMap((stage) => {
    const kept = stage.ships || stage.index < 0;
    let keepsPackages = false;
    return stage.steps.flatMap((step) => {
      keepsPackages ||= step.commands.some(({ name, args }) => name === 'rm' && args.some((arg) => arg.endsWith('/docker-clean')));
      const update = step.commands.find((command) => command.name === 'apt-get' && plainArgs(command).includes('update'));
      if (update === undefined || !(kept || step.onBuild) || isCleaned(step, keepsPackages)) return [];
      return [
        hitAt(update, stage, {
          detail: 'the package lists stay in the layer',
          fix: 'end the same RUN with && rm -rf /var/lib/apt/lists/*',
        }),
      ];
    });
  });
}

/** Debian's images throw packages away by themselves, until docker-clean is removed: then their cache must be mounted too. */
function isCleaned({ commands, instruction }: Step, keepsPackages: boolean): boolean {
  const mounted = transientFolders(instruction);
  const listsMounted = mounted.some((folder) => lists.includes(folder));
  const packagesMounted = !keepsPackages || mounted.some((folder) => folder.startsWith('/var/cache/apt') || folder === '/var/cache');
  return commands.some((command) => removes(command, lists)) || (listsMounted && packagesMounted);
}
