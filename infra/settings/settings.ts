/** Properties as somebody wrote them, checked whole: every mistake is told at once. */
import { wrongCombinations } from './combinations.ts';
import { withDefaults } from './defaults.ts';
import { fields } from './fields.ts';
import type { ImageWardenProps } from './props.ts';
import { SettingsError } from './settings-error.ts';

/** The properties, when all of them are right. `prefix` stands before each key in messages. Throws a `SettingsError`. */
export function checkedProps(given: Readonly<Record<string, unknown>>, prefix = ''): ImageWardenProps {
  const wrong = Object.entries(given).flatMap(([key, value]) => problemsOf(key, value, prefix));
  if (wrong.length > 0) throw new SettingsError(wrong.join('\n'));
  // Each value was accepted by its field just now.
  const props = given as ImageWardenProps;
  const together = wrongCombinations(withDefaults(props));
  if (together.length > 0) throw new SettingsError(together.join('\n'));
  return props;
}

function problemsOf(key: string, value: unknown, prefix: string): string[] {
  const field = Object.hasOwn(fields, key) ? fields[key as keyof ImageWardenProps] : undefined;
  if (field === undefined) return [`${prefix}${key}: no such key; the keys are ${Object.keys(fields).toSorted().join(', ')}`];
  if (field.accepts(value)) return [];
  const example = `"${prefix}${key}": ${JSON.stringify(field.example)}`;
  return [`${prefix}${key}: expected ${field.expected}, got ${JSON.stringify(value)}; for example ${example}`];
}
