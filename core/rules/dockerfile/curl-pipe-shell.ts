/** Whoever controls the address, or the way to it, runs what they like as root. */
import type { Command } from '../../dockerfile/shell/command.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { isDownload, isInterpreter } from './downloads.ts';
import { hitAt } from './walk.ts';

const fix = 'download to a file, compare its checksum (sha256sum -c), then run it';

export const curlPipeShell: DockerfileRule = {
  id: 'curl-pipe-shell',
  alias: null,
  severity: 'warn',
  summary: 'A download goes straight into a shell or another interpreter.',
  reference: 'https://docs.docker.com/build/building/best-practices/#run',
  check: ({ stages }) => stages.flatMap((stage) => stage.steps.flatMap(({ commands }) => piped(commands, stage))),
};

function piped(commands: readonly Command[], stage: Stage): DockerfileHit[] {
  const downloading = new Set<number>();
  return commands.flatMap((command) => {
    const fed = downloading.has(command.pipeline) && isInterpreter(command);
    if (isDownload(command)) downloading.add(command.pipeline);
    const runsOutput = (isInterpreter(command) || ['eval', 'source', '.'].includes(command.name)) && command.nested.some(isDownload);
    return fed || runsOutput ? [hitAt(command, stage, { detail: `${command.name} runs what was just downloaded, unseen`, fix })] : [];
  });
}
