/** A link over /bin/sh changes every script of the image; SHELL changes the build. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

export const shellByLink: DockerfileRule = {
  id: 'shell-by-link',
  alias: 'DL4005',
  severity: 'warn',
  summary: 'RUN replaces /bin/sh by a link.',
  reference: 'https://docs.docker.com/reference/dockerfile/#shell',
  check: (file) =>
    eachCommand(file, ({ name, args }) =>
      name === 'ln' && args.includes('/bin/sh') ? { detail: '/bin/sh is replaced for every script of the image', fix: 'use SHELL' } : null,
    ),
};
