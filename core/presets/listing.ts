/** What a policy's presets add, one line a registry, for people who are to answer for it. */
import type { Policy } from '../policy/policy.ts';
import type { PresetName, PresetRegistry } from './preset.ts';
import { presets } from './presets.ts';

export interface ListedRegistry extends PresetRegistry {
  readonly preset: PresetName;
  /** `dropped`: an own deny goes first everywhere; `own entry`: one of one's own goes first where it applies. */
  readonly state: 'allowed' | 'own entry' | 'dropped';
}

export function listPresets(policy: Policy, names: readonly PresetName[]): ListedRegistry[] {
  return names.flatMap((preset) => presets[preset].map((registry) => ({ ...registry, preset, state: stateOf(policy, registry.scope) })));
}

function stateOf({ entries }: Policy, scope: string): ListedRegistry['state'] {
  const own = (entries.get(scope) ?? []).filter(({ preset }) => preset === undefined);
  if (own.some(({ effect, where }) => effect === 'deny' && where === null)) return 'dropped';
  return own.length > 0 ? 'own entry' : 'allowed';
}
