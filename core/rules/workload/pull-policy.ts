/** Where the node does not ask the registry, a tag means whatever the node happens to hold; a digest always means itself. */
import { isRefusal, parseReference } from '../../image/reference.ts';
import { breach } from '../breach.ts';
import { at, type Field, isOneOf, isUnset, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const pullPolicy: WorkloadRule = {
  id: 'pull-policy',
  alias: null,
  level: 'supply-chain',
  severity: 'warn',
  since: 0,
  replaces: null,
  summary: 'The pull policy contradicts the tag: a tag that moves is pulled once, or a tag is never pulled.',
  fix: 'leave the pull policy out, or name the image by its digest',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
  *check({ containers, volumes }) {
    const uses = [
      ...containers.map((container) => [at(container, 'image'), at(container, 'imagePullPolicy')] as const),
      ...volumes.map((volume) => [at(volume, 'image', 'reference'), at(volume, 'image', 'pullPolicy')] as const),
    ];
    for (const [image, policy] of uses) {
      const tag = isUnset(policy) ? null : tagOf(image);
      if (tag !== null && contradicts(policy, tag)) yield breach(policy, `the pull policy of the tag ${tag} is ${say(policy)}`);
    }
  },
};

/** Null for what is no image, or is named by its digest. */
function tagOf({ value }: Field): string | null {
  const reference = typeof value === 'string' ? parseReference(value) : null;
  return reference === null || isRefusal(reference) || reference.digest !== null ? null : reference.tag;
}

/** An unknown policy counts as one that never pulls. */
function contradicts(policy: Field, tag: string): boolean {
  return !isOneOf(policy, tag === 'latest' ? ['Always'] : ['Always', 'IfNotPresent']);
}
