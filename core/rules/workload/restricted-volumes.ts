/**
 * Volumes of other types let a Pod choose its storage past the administrator. Image volumes are allowed in every version: upstream
 * never tied them to one. A volume without any source becomes an emptyDir before it is judged (k8s.io/kubernetes, SetDefaults_Volume).
 */
import { escapeText } from '../../text.ts';
import { isObject } from '../../workload/json.ts';
import { breach } from '../breach.ts';
import { at, type Field, isUnset } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const allowed = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

/** Null where nothing can be read. */
function sourcesOf({ value, isReadable }: Field): string[] | null {
  if (!isReadable || (value !== undefined && value !== null && !isObject(value))) return null;
  return Object.entries(value ?? {}).flatMap(([key, source]) => (key === 'name' || source === null ? [] : [key]));
}

export const restrictedVolumes: WorkloadRule = {
  id: 'restricted-volumes',
  alias: 'restrictedVolumes',
  level: 'restricted',
  severity: 'deny',
  since: 0,
  replaces: 'host-path',
  summary: 'A volume is of a type that reaches outside the cluster or into the node.',
  fix: 'use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *check({ volumes }) {
    for (const volume of volumes) {
      const sources = sourcesOf(volume);
      // A second source is invalid, and upstream looks no further than the first that it allows: hostPath is never hidden by one.
      const isOfAllowedType = isUnset(at(volume, 'hostPath')) && allowed.some((type) => isObject(at(volume, type).value));
      const isAllowed = sources?.length === 0 || isOfAllowedType;
      if (!isAllowed) yield breach(volume, `the volume's type is ${sources === null ? 'unreadable' : escapeText(sources.join(', '))}`);
    }
  },
};
