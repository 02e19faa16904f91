/** `image-warden policy export --vap`: the part of the policy that a cluster can keep by itself. */
import { admissionPolicy } from '../core/export/admission-policy.ts';
import { formatYaml } from '../core/yaml.ts';
import { readPolicy } from './policy-option.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface PolicyExportOptions {
  readonly policy?: string;
  readonly cluster?: string;
  /** Of both objects; `image-warden` when absent. */
  readonly name?: string;
}

/** The exit code: 0. What cannot be exported is a `UsageError`. */
export async function policyExportCommand({ policy: file, cluster, name }: PolicyExportOptions, { out }: Terminal): Promise<number> {
  const policy = await readPolicy(file);
  const exported = admissionPolicy(policy, { cluster: cluster ?? null, name: name ?? 'image-warden' });
  if ('problem' in exported) throw new UsageError(exported.problem);
  out(formatYaml(exported.objects, exported.notes).trimEnd());
  return 0;
}
