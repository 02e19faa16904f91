/** Several files cannot become one; the slash says that the destination is a folder. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

export const copyToFolder: DockerfileRule = {
  id: 'copy-to-folder',
  alias: 'DL3021',
  severity: 'warn',
  summary: 'COPY has several sources and a destination that does not end with a slash.',
  reference: 'https://docs.docker.com/reference/dockerfile/#copy',
  check: (file) =>
    eachStep(file, 'COPY', ({ expanded }) =>
      expanded.length > 2 && !/[/\\]$/.test(expanded.at(-1) ?? '')
        ? { detail: 'several sources, and the destination does not end with /', fix: 'end the destination with /' }
        : null,
    ),
};
