/** Metadata and packages are dozens of megabytes that nobody reads again. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { uncleaned } from './cleanup.ts';
import { zypper } from './managers.ts';

export const zypperCache: DockerfileRule = {
  id: 'zypper-cache',
  alias: 'DL3036',
  severity: 'warn',
  summary: 'zypper install leaves its cache in the layer.',
  reference: 'https://github.com/hadolint/hadolint/wiki/DL3036',
  check: (file) =>
    uncleaned(file, {
      manager: zypper,
      clean: [['clean'], ['cc']],
      folders: ['/var/cache/zypp'],
      finding: { detail: 'the cache stays in the layer', fix: 'end the same RUN with && zypper clean' },
    }),
};
