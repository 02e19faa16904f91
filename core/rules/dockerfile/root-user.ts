/** A process that is root in the container is one mistake away from being root on the node. */
import type { Dockerfile } from '../../dockerfile/model.ts';
import type { Stage, Step } from '../../dockerfile/stage.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { baseParts } from './base-images.ts';
import { hitAt } from './walk.ts';

const fix = 'end the stage with USER and a user that is not root (USER 65532:65532)';

export const rootUser: DockerfileRule = {
  id: 'root-user',
  alias: 'DL3002',
  severity: 'warn',
  summary: 'The last USER of a stage is root, or the image that is built has none.',
  reference: 'https://docs.docker.com/build/building/best-practices/#user',
  check: (file) => [...file.stages.flatMap(rootIn), ...noUser(file)],
};

function rootIn(stage: Stage): DockerfileHit[] {
  const last = lastUser(stage);
  if (last === undefined || !isRoot(last.expanded[0] ?? '')) return [];
  const resolved = last.expanded[0] !== last.instruction.words[0];
  return [hitAt(last.instruction, stage, { detail: 'the last USER is root', fix, ...(resolved ? { alias: null } : {}) })];
}

/** hadolint leaves this one to the reader. */
function noUser({ target }: Dockerfile): DockerfileHit[] {
  const chain = chainOf(target);
  if (target === null || target.from === null || chain.some((stage) => lastUser(stage) !== undefined) || chain.some(startsUnprivileged))
    return [];
  return [hitAt(target.from, target, { detail: 'no USER: the process is root unless the base image says otherwise', fix, alias: null })];
}

/** Images whose makers say that they do not run as root. */
function startsUnprivileged(stage: Stage): boolean {
  const base = baseParts(stage);
  return base !== null && (/nonroot|rootless|unprivileged|chiseled/.test(base.text) || /^cgr\.dev\/|^dhi\.io\//.test(base.repository));
}

function chainOf(target: Stage | null): Stage[] {
  const found = new Set<Stage>(target === null ? [] : [target]);
  for (const stage of found) for (const base of stage.bases) found.add(base);
  return [...found];
}

function lastUser({ steps }: Stage): Step | undefined {
  return steps.findLast(({ instruction, onBuild }) => instruction.keyword === 'USER' && !onBuild);
}

function isRoot(user: string): boolean {
  return /^(?:root|0+)(?::|$)/.test(user);
}
