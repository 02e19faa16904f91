/** An archive that is copied and then unpacked is in the image twice; ADD unpacks it on the way. */
import type { Stage, Step } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { baseName, copied, isArchive } from './paths.ts';
import { hitAt } from './walk.ts';

export const archiveCopied: DockerfileRule = {
  id: 'archive-copied',
  alias: 'DL3010',
  severity: 'warn',
  summary: 'An archive is copied into the image and unpacked by a later RUN.',
  reference: 'https://docs.docker.com/build/building/best-practices/#add-or-copy',
  check: ({ stages }) => stages.flatMap(copiedIn),
};

function copiedIn(stage: Stage): DockerfileHit[] {
  const unpacked = new Set(stage.steps.flatMap(unpackedBy));
  return stage.steps.flatMap((step) => {
    const { instruction, onBuild } = step;
    if (instruction.keyword !== 'COPY' || onBuild || instruction.flags.some(({ name }) => name === 'from')) return [];
    if (!archiveNames(step).some((name) => unpacked.has(name))) return [];
    return [
      hitAt(instruction, stage, { detail: 'the archive is copied here and unpacked later: both stay', fix: 'use ADD, which unpacks it' }),
    ];
  });
}

function archiveNames({ expanded }: Step): string[] {
  const { sources, destination } = copied(expanded);
  const archives = sources.filter(isArchive).map(baseName);
  return archives.length > 0 && isArchive(destination) ? [...archives, baseName(destination)] : archives;
}

function unpackedBy({ commands }: Step): string[] {
  return commands.flatMap(({ name, args }) => {
    const tar = name === 'tar' && args.some((arg) => /^-?[A-Za-z]*x/.test(arg) || arg === '--extract' || arg === '--get');
    return tar || /^(?:un(?:xz|lzma|zstd|compress)|g?unzip|bunzip2|gzcat|zcat)$/.test(name) ? args.map(baseName) : [];
  });
}
