/** The allowlist: what no entry admits may not run. */

import { nameAllows } from '../../policy/allows.ts';
import { nearMiss } from '../../policy/near-miss.ts';
import type { ImageRule } from '../image-rule.ts';

export const registryAllowlist: ImageRule = {
  id: 'registry-allowlist',
  summary: 'No entry of the policy admits the image.',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/',
  check: ({ image, match, policy, place, nowMs }) => {
    if (policy.denyAll) return { detail: 'denyAll is on: the policy denies every image', fix: 'wait until denyAll is off again' };
    if (match !== null) return null;
    const allowed = nameAllows(policy, place, nowMs);
    return {
      detail: `${nearMiss(policy, image, place, nowMs)}; ${allowed}`,
      fix: `use an image from a registry that is allowed, or have an entry added that covers ${image.host}/${image.path}`,
    };
  },
};
