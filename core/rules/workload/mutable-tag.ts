/** Mutable tags let the registry change what runs without a new rollout. Beside a digest the tag is decoration. */
import { formatReference } from '../../image/reference.ts';
import { imageBreach } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const mutableTag: WorkloadRule = {
  id: 'mutable-tag',
  alias: null,
  level: 'supply-chain',
  severity: 'warn',
  since: 0,
  replaces: null,
  summary: 'The image has the tag "latest", or no tag and no digest.',
  fix: 'name a version or a digest',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  *check({ images }) {
    for (const { use, reference } of images) {
      if (reference.tag === 'latest' && reference.digest === null)
        yield imageBreach(use, `${formatReference(reference)} has no fixed version`);
    }
  },
};
