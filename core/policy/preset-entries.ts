/** A preset's scopes as entries: they stand after all others, so that an entry of one's own at the same scope goes first. */
import type { PresetName, Presets } from '../presets/preset.ts';
import type { Entry, NamedAllow } from './policy.ts';

/** Adds the presets' entries to those by scope, and tells them. `plain`: an allow with the policy's own requirements. */
export function addPresets(byScope: Map<string, Entry[]>, names: readonly PresetName[], presets: Presets, plain: Entry): NamedAllow[] {
  return names.flatMap((preset) => {
    // One entry for a whole preset: an entry knows no scope.
    const entry: Entry = { ...plain, preset };
    const registries = presets[preset] ?? [];
    for (const { scope } of registries) byScope.set(scope, [...(byScope.get(scope) ?? []), entry]);
    return registries.map(({ scope }) => ({ scope, entry }));
  });
}
