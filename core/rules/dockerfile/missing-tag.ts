/** Without a tag the registry decides what is built on. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachBase } from './base-images.ts';

export const missingTag: DockerfileRule = {
  id: 'missing-tag',
  alias: 'DL3006',
  severity: 'warn',
  summary: 'The base image has neither tag nor digest.',
  reference: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
  check: (file) =>
    eachBase(file, ({ tag, digest, text, resolved }) => {
      if (tag !== null || digest !== null) return null;
      return {
        detail: `${text} has neither tag nor digest: it is latest`,
        fix: 'name a version and its digest',
        ...(resolved ? { alias: null } : {}),
      };
    }),
};
