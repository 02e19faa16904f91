/** Properties as somebody wrote them, checked whole: every mistake is told at once. */
import { wrongCombinations } from './combinations.ts';
import { fields } from './fields.ts';
import { type ImageWardenProps, type Settings, withDefaults } from './props.ts';
import { SettingsError } from './settings-error.ts';

/** Checked settings with defaults. `prefix` stands before each key in messages. Throws a `SettingsError`. */
export function settingsOf(given: Readonly<Record<string, unknown>>, prefix = ''): Settings {
  const wrong = Object.entries(given).flatMap(([key, value]) => problemsOf(key, value, prefix));
  if (wrong.length > 0) throw new SettingsError(wrong.join('\n'));
  // Each value was accepted by its field just now.
  const settings = withDefaults(given as ImageWardenProps);
  const together = wrongCombinations(settings);
  if (together.length > 0) throw new SettingsError(together.join('\n'));
  return settings;
}

function problemsOf(key: string, value: unknown, prefix: string): string[] {
  if (value === undefined) return [];
  const field = Object.hasOwn(fields, key) ? fields[key as keyof ImageWardenProps] : undefined;
  if (field === undefined) return [`${prefix}${key}: no such key; the keys are ${Object.keys(fields).toSorted().join(', ')}`];
  if (field.accepts(value)) return [];
  const example = `"${prefix}${key}": ${JSON.stringify(field.example)}`;
  return [`${prefix}${key}: expected ${field.expected}, got ${JSON.stringify(value)}; for example ${example}`];
}
