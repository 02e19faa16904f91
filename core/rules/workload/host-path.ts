/** Who can write to the node's file system can become the node. */
import { breach } from '../breach.ts';
import { at, isUnset, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const hostPath: WorkloadRule = {
  id: 'host-path',
  alias: 'hostPathVolumes',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: "A volume is a path of the node's own file system.",
  fix: 'use a volume of another type: emptyDir, configMap, persistentVolumeClaim',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  *check({ volumes }) {
    for (const volume of volumes) {
      const hostPath = at(volume, 'hostPath');
      if (!isUnset(hostPath)) yield breach(hostPath, `hostPath.path is ${say(at(hostPath, 'path'))}`);
    }
  },
};
