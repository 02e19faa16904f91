/** Mode and exempt namespaces of an export: one cluster's own, or the strictest of all for a cluster that nobody knows. */
import type { Mode } from '../policy/definition.ts';
import { isWeakerMode } from '../policy/mode.ts';
import { type Policy, settingsIn } from '../policy/policy.ts';

const actions: Readonly<Record<Mode, 'Deny' | 'Warn' | 'Audit'>> = { enforce: 'Deny', warn: 'Warn', audit: 'Audit' };

/** What the binding does with a denial, and the namespaces in which nothing is judged. */
export function exportSettings(policy: Policy, cluster: string | null): { readonly action: string; readonly exempt: readonly string[] } {
  const all = cluster === null ? [policy.settings, ...policy.clusters.values()] : [settingsIn(policy, cluster)];
  const mode = all.map((one) => one.mode).reduce((a, b) => (isWeakerMode(a, b) ? b : a));
  const exempt = [...(all[0]?.exemptNamespaces ?? [])].filter((name) => all.every((one) => one.exemptNamespaces.has(name)));
  return { action: actions[mode], exempt };
}
