/** A digest names one image for ever; a tag names whatever the registry puts behind it. */
import type { ImageRule } from '../image-rule.ts';

export const digestRequired: ImageRule = {
  id: 'digest-required',
  summary: 'The image must be named by its digest, and is not.',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  check: ({ image, match, require }) => {
    if (image.digest !== null || !require.digest) return null;
    return {
      detail: `a digest is required for ${match?.scope ?? 'every image'}`,
      fix: `write ${image.host}/${image.path}@sha256:... instead of the tag`,
    };
  },
};
