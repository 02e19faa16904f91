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

/** A list, not empty, whose items are all of one kind and each there once. */
export function listOf(item: Field): Field {
  const accepts = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every((each) => item.accepts(each));
  return { expected: `a list without repetition, each item ${item.expected}`, example: [item.example], accepts };
}
