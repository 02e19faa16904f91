/** A preset's scopes as entries: they stand after all others, so that an entry of one's own at the same scope goes first. */
import type { PresetName } from '../presets/preset.ts';
import { presets } from '../presets/presets.ts';
import type { Entry, NamedAllow } from './policy.ts';

/** Adds the presets' entries to those by scope, and tells them. `plain`: an allow with the policy's own requirements. */
export function addPresets(byScope: Map<string, Entry[]>, names: readonly PresetName[], plain: Entry): NamedAllow[] {
  return names.flatMap((preset) => {
    // One entry for a whole preset: an entry knows no scope.
    const entry: Entry = { ...plain, preset };
    for (const { scope } of presets[preset]) byScope.set(scope, [...(byScope.get(scope) ?? []), entry]);
    return presets[preset].map(({ scope }) => ({ scope, entry }));
  });
}
