/** Mutable tags let the registry change what runs without a new rollout. Beside a digest the tag is decoration. */
import { matchesPattern } from '../../policy/where.ts';
import type { ImageRule } from '../image-rule.ts';

export const deniedTag: ImageRule = {
  id: 'denied-tag',
  summary: 'The image has a tag that the policy denies, written or by default.',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  check: ({ image, require }) => {
    const { tag, digest } = image;
    if (tag === null || digest !== null) return null;
    const pattern = require.deniedTags.find((one) => matchesPattern(one, tag));
    if (pattern === undefined) return null;
    const rule = pattern === tag ? '' : ` by ${pattern}`;
    return { detail: `the tag ${tag} is denied${rule}`, fix: 'name a version that does not move, or a digest' };
  },
};
