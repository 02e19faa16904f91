/** Metadata and packages are dozens of megabytes that nobody reads again. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { uncleaned } from './cleanup.ts';
import { yum } from './managers.ts';

export const yumCache: DockerfileRule = {
  id: 'yum-cache',
  alias: 'DL3032',
  severity: 'warn',
  summary: 'yum install leaves its cache in the layer.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3032',
  check: (file) =>
    uncleaned(file, {
      manager: yum,
      clean: [['clean', 'all']],
      folders: ['/var/cache/yum'],
      finding: { detail: 'the cache stays in the layer', fix: 'end the same RUN with && yum clean all' },
    }),
};
