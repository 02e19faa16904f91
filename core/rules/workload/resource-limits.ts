/** Without limits one container can starve everything else on its node. Ephemeral containers cannot have any. */
import { breach } from '../breach.ts';
import { at, type Field } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

export const resourceLimits: WorkloadRule = {
  id: 'resource-limits',
  alias: null,
  level: 'supply-chain',
  severity: 'warn',
  since: 0,
  replaces: null,
  summary: 'A container has no memory or CPU limit, nor has its Pod.',
  fix: 'set resources.limits.memory and resources.limits.cpu',
  reference: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  *check({ spec, lasting }) {
    const ofPod = limits(spec);
    for (const container of lasting) {
      const missing = ['memory', 'cpu'].filter((resource) => !isLimit(at(limits(container), resource)) && !isLimit(at(ofPod, resource)));
      if (missing.length > 0) yield breach(limits(container), `there is no limit of ${missing.join(' and ')}`);
    }
  },
};

function limits(holder: Field): Field {
  return at(holder, 'resources', 'limits');
}

/** A quantity above zero: container runtimes read zero as no limit. */
function isLimit({ value }: Field): boolean {
  return typeof value === 'number' ? value > 0 : typeof value === 'string' && /[1-9]/.test(value);
}
