/** MAINTAINER says less than a label and is deprecated since 2017. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

export const deprecatedMaintainer: DockerfileRule = {
  id: 'deprecated-maintainer',
  alias: 'DL4000',
  severity: 'warn',
  summary: 'MAINTAINER is deprecated.',
  reference: 'https://docs.docker.com/reference/build-checks/maintainer-deprecated/',
  check: (file) =>
    eachStep(file, 'MAINTAINER', () => ({ detail: 'MAINTAINER is deprecated', fix: 'write LABEL org.opencontainers.image.authors="..."' })),
};
