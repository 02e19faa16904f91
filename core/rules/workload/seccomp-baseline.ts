/** Without seccomp every system call of the kernel is within reach. Before 1.19 it was set by annotation. */
import { unsafeAnnotations, unsafeProfiles } from '../breach.ts';
import type { Field } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

function annotationKeys(containers: readonly Field[]): string[] {
  const names = containers.map(({ owner }) => `container.seccomp.security.alpha.kubernetes.io/${owner?.name ?? ''}`);
  return ['seccomp.security.alpha.kubernetes.io/pod', ...names];
}

function isSafe(value: string): boolean {
  return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}

export const seccompBaseline: WorkloadRule = {
  id: 'seccomp-baseline',
  alias: 'seccompProfile_baseline',
  level: 'baseline',
  severity: 'deny',
  since: 0,
  replaces: null,
  summary: 'A seccomp profile is switched off or unknown.',
  fix: 'leave the profile out, or set it to RuntimeDefault or Localhost',
  reference: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  check: ({ minor, holders, containers, annotations }) =>
    minor >= 19 ? unsafeProfiles(holders, 'seccompProfile') : unsafeAnnotations(annotations, annotationKeys(containers), isSafe),
};
