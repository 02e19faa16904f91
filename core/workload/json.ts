/** Reading values that came from JSON or YAML: own properties only, so that `__proto__` and `constructor` are keys like any other. */

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's own property, undefined when it has none or is no object. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The own property when it is a string with something in it, else null. */
export function ownText(value: unknown, key: string): string | null {
  const text = own(value, key);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** What a value is, for a message: `a number`, `a list`, `null`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
