/** `image-warden policy export --vap`: the part of the policy that a cluster can keep by itself. */
import { admissionPolicy } from '../core/export/admission-policy.ts';
import { formatYaml } from '../core/yaml.ts';
import { type PolicyOptions, readPolicy } from './policy-option.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface PolicyExportOptions extends PolicyOptions {
  readonly cluster?: string;
  /** Of both objects; `image-warden` when absent. */
  readonly name?: string;
}

/** The exit code: 0. What cannot be exported is a `UsageError`. */
export async function policyExportCommand(options: PolicyExportOptions, { out }: Terminal): Promise<number> {
  const { cluster, name } = options;
  const policy = await readPolicy(options);
  const exported = admissionPolicy(policy, { cluster: cluster ?? null, name: name ?? 'image-warden' });
  if ('problem' in exported) throw new UsageError(exported.problem);
  out(formatYaml(exported.objects, exported.notes).trimEnd());
  return 0;
}
