/** Only a digest names one image for ever; a tag names whatever the registry puts behind it. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachBase } from './base-images.ts';

export const unpinnedBase: DockerfileRule = {
  id: 'unpinned-base',
  alias: null,
  severity: 'warn',
  summary: 'The base image is not named by its digest.',
  reference: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
  check: (file) =>
    eachBase(file, ({ digest, text, tag }) =>
      digest === null
        ? { detail: `${text} has no digest: its content may change`, fix: `write ${text}${tag === null ? ':VERSION' : ''}@sha256:...` }
        : null,
    ),
};
