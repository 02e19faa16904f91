/** What one property accepts, told in words that a refusal repeats. */

export interface Field {
  /** What was expected: `a whole number from 1 to 10`. */
  readonly expected: string;
  readonly example: unknown;
  accepts(value: unknown): boolean;
}

export function text(expected: string, example: string, pattern: RegExp): Field {
  return { expected, example, accepts: (value) => typeof value === 'string' && pattern.test(value) };
}

/** An ARN of one service: `rest` is what follows partition, service, region and account. */
export function arn(service: string, example: string, rest: string): Field {
  return text(`an ARN of ${service}`, example, new RegExp(`^arn:aws(-[a-z]+)*:${service}:[a-z0-9-]*:[0-9]{12}:${rest}$`));
}

export function oneOf(example: string | number, ...words: readonly (string | number)[]): Field {
  return { expected: `one of ${words.join(', ')}`, example, accepts: (value) => words.some((word) => word === value) };
}

export function wholeNumber(unit: string, example: number, min: number, max: number): Field {
  const accepts = (value: unknown) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return { expected: `a whole number of ${unit} from ${min} to ${max}`, example, accepts };
}

export function flag(example: boolean): Field {
  return { expected: 'true or false', example, accepts: (value) => typeof value === 'boolean' };
}

/** A list, not empty, whose items are all of one kind and each there once. To say "none", the key is left out. */
export function listOf(item: Field): Field {
  const accepts = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every((each) => item.accepts(each));
  return { expected: `a list, not empty and without repetition, each item ${item.expected}`, example: [item.example], accepts };
}

/** An object with exactly these keys. */
export function record(parts: Readonly<Record<string, Field>>): Field {
  const entries = Object.entries(parts);
  const accepts = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === entries.length &&
    entries.every(([key, part]) => Object.hasOwn(value, key) && part.accepts((value as Record<string, unknown>)[key]));
  const expected = `an object with ${entries.map(([key, part]) => `${key} (${part.expected})`).join(', ')}`;
  return { expected, example: Object.fromEntries(entries.map(([key, part]) => [key, part.example])), accepts };
}
