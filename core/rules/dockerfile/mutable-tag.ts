/** `latest` is another image every few weeks. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachBase } from './base-images.ts';

export const mutableTag: DockerfileRule = {
  id: 'mutable-tag',
  alias: 'DL3007',
  severity: 'warn',
  summary: 'The base image has the tag latest.',
  reference: 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
  check: (file) =>
    eachBase(file, ({ tag, digest, text, resolved }) => {
      if (tag !== 'latest' || digest !== null) return null;
      return {
        detail: `${text} moves: every build may start from another image`,
        fix: 'name a version and its digest',
        ...(resolved ? { alias: null } : {}),
      };
    }),
};
