/** Metadata and packages are dozens of megabytes that nobody reads again. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { uncleaned } from './cleanup.ts';
import { dnf } from './managers.ts';

export const dnfCache: DockerfileRule = {
  id: 'dnf-cache',
  alias: 'DL3040',
  severity: 'warn',
  summary: 'dnf install leaves its cache in the layer.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3040',
  check: (file) =>
    uncleaned(file, {
      manager: dnf,
      clean: [['clean', 'all']],
      folders: ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'],
      finding: { detail: 'the cache stays in the layer', fix: 'end the same RUN with && dnf clean all' },
    }),
};
