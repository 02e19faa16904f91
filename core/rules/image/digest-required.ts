/** A digest names one image for ever; a tag names whatever the registry puts behind it. */
import { asksNothing } from '../../evidence/requirement.ts';
import type { ImageRule } from '../image-rule.ts';

export const digestRequired: ImageRule = {
  id: 'digest-required',
  summary: 'The image must be named by its digest, and is not.',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  check: ({ image, match, require }) => {
    const { digest, evidence } = require;
    if (image.digest !== null || !(digest || !asksNothing(evidence))) return null;
    const scope = match?.scope ?? 'every image';
    return {
      detail: digest
        ? `a digest is required for ${scope}`
        : `evidence is required for ${scope}, and what a tag proves can change before the pull`,
      fix: `write ${image.host}/${image.path}@sha256:... instead of the tag`,
    };
  },
};
