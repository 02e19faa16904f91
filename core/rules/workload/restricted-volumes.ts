/** Volumes of other types let a Pod choose its storage past the administrator. Image volumes are allowed in every version: upstream
 * never tied them to one. */
import { escapeText } from '../../text.ts';
import { isObject } from '../../workload/json.ts';
import { breach } from '../breach.ts';
import { at, type Field } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

const allowed = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

function typeOf({ value }: Field): string {
  const types = isObject(value) ? Object.keys(value).filter((key) => key !== 'name' && value[key] !== null) : [];
  return types.length === 0 ? 'unknown' : escapeText(types.join(', '));
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
      if (!allowed.some((type) => isObject(at(volume, type).value))) yield breach(volume, `the volume's type is ${typeOf(volume)}`);
    }
  },
};
