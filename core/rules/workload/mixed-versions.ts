/** Two versions of one image in one workload: a rollout that forgot a container, and with it a fix. */
import type { ImageReference } from '../../image/reference.ts';
import { imageBreach } from '../breach.ts';
import type { WorkloadRule } from '../workload-rule.ts';

/** Versions that one message names. */
const maxNamed = 4;

export const mixedVersions: WorkloadRule = {
  id: 'mixed-versions',
  alias: null,
  level: 'supply-chain',
  severity: 'warn',
  since: 0,
  replaces: null,
  summary: 'One repository is used in several versions by one workload.',
  fix: 'use one version in all containers',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  *check({ images }) {
    const groups = Map.groupBy(images, ({ reference: { host, path } }) => `${host}/${path}`);
    for (const [repository, uses] of groups) {
      const versions = [...new Set(uses.map(({ reference }) => versionOf(reference)))];
      const other = uses.find(({ reference }) => versionOf(reference) === versions[1]);
      if (other !== undefined) yield imageBreach(other.use, `${repository} has ${versions.length} versions here: ${name(versions)}`);
    }
  },
};

function versionOf({ tag, digest }: ImageReference): string {
  return digest ?? tag ?? '';
}

function name(versions: readonly string[]): string {
  const more = versions.length > maxNamed ? ` and ${versions.length - maxNamed} more` : '';
  return `${versions.slice(0, maxNamed).join(', ')}${more}`;
}
