/** Reads a document's value by its shape, and words every problem of it. Takes any JSON value; never throws. */
import { quote } from '../text.ts';
import { describe, isObject } from '../workload/json.ts';
import { nearest } from './nearest.ts';
import { maxPlainLength, maxProblems, type ObjectShape, type Problem, type Shape, type TextShape } from './shape.ts';

/** Known keys that a message lists: the document has fewer. */
const maxListedKeys = 20;

type Steps = readonly (string | number)[];
type Either = Extract<Shape, { type: 'either' }>;

/** What is wrong with `value`; empty when it is of the shape. */
export function problemsOf(value: unknown, shape: Shape): Problem[] {
  const problems: Problem[] = [];
  readValue(problems, value, shape, []);
  return problems.slice(0, maxProblems);
}

function readValue(problems: Problem[], value: unknown, shape: Shape, steps: Steps): void {
  if (problems.length >= maxProblems) return;
  switch (shape.type) {
    case 'text':
      readText(problems, value, shape, steps);
      break;
    case 'choice':
      if (!shape.values.some((known) => known === value)) problems.push(choiceProblem(value, shape.values, steps));
      break;
    case 'flag':
      if (typeof value !== 'boolean') problems.push(wrong(steps, 'true or false', value));
      break;
    case 'number':
      if (!Number.isInteger(value) || Number(value) < shape.min || Number(value) > shape.max)
        problems.push(wrong(steps, `a whole number from ${shape.min} to ${shape.max}`, value));
      break;
    case 'list':
      readList(problems, value, shape, steps);
      break;
    case 'map':
      readMap(problems, value, shape, steps);
      break;
    case 'object':
      readObject(problems, value, shape, steps);
      break;
    case 'either':
      readEither(problems, value, shape, steps);
  }
}

function readText(problems: Problem[], value: unknown, shape: TextShape, steps: Steps): void {
  if (typeof value !== 'string') {
    const expected = shape.check?.('')?.expected ?? 'a text';
    const problem = wrong(steps, expected, value, isScalar(value) ? 'write it between quotes' : null);
    problems.push(shape.secret ? { ...problem, got: describe(value) } : problem);
    return;
  }
  const found = shape.check === undefined ? checkPlain(value, shape.maxLength ?? maxPlainLength) : shape.check(value);
  if (found !== null)
    problems.push({
      steps,
      onKey: false,
      expected: found.expected,
      got: shape.secret ? `${value.length} characters` : quote(value),
      hint: found.reason,
    });
}

function checkPlain(text: string, maxLength: number): { expected: string; reason: string | null } | null {
  const expected = `a text of 1 to ${maxLength} characters without control characters`;
  if (text.length > maxLength) return { expected, reason: `it has ${text.length} characters` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text === '' || /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(text) ? { expected, reason: null } : null;
}

function choiceProblem(value: unknown, values: readonly (string | number)[], steps: Steps): Problem {
  const near = typeof value === 'string' ? nearest(value, values.map(String)) : null;
  const isQuoted = values.some((known) => typeof known === 'number' && String(known) === value);
  return wrong(
    steps,
    values.join(', ').replace(/, ([^,]*)$/, ' or $1'),
    value,
    isQuoted ? 'write it without quotes' : near && `did you mean ${near}?`,
  );
}

function readList(problems: Problem[], value: unknown, shape: Extract<Shape, { type: 'list' }>, steps: Steps): void {
  if (!Array.isArray(value)) {
    problems.push(noList(value, shape.of, steps));
    return;
  }
  const { min = 0, max } = shape;
  if (value.length < min) problems.push({ ...wrong(steps, 'a list with at least one item', value), got: 'an empty list' });
  if (value.length > max) problems.push({ ...wrong(steps, `at most ${max} items`, value), got: `${value.length} items` });
  else readItems(problems, value, shape.of, steps);
}

/** A text that is as it should be needs no place: 10,000 entries are read before this code is warm. */
function readItems(problems: Problem[], items: readonly unknown[], of: Shape, steps: Steps): void {
  const text = of.type === 'either' ? of.of.find((one) => one.type === 'text') : of.type === 'text' ? of : undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'string' || text?.check?.(item) !== null) readValue(problems, item, of, [...steps, i]);
  }
}

/** A text alone may be the secret that belongs into the list, or what its hash was made of. */
function noList(value: unknown, of: Shape, steps: Steps): Problem {
  if (of.type === 'text' && of.secret) return { ...wrong(steps, 'a list', value), got: describe(value) };
  if (value === null) return wrong(steps, 'a list', value, 'write [] for an empty one');
  return wrong(steps, 'a list', value, typeof value === 'string' ? `write [${quote(value)}]` : null);
}

function readMap(problems: Problem[], value: unknown, shape: Extract<Shape, { type: 'map' }>, steps: Steps): void {
  if (!isObject(value)) {
    problems.push(wrong(steps, 'keys and values', value));
    return;
  }
  const keys = Object.keys(value);
  if (keys.length > shape.max) {
    problems.push({ ...wrong(steps, `at most ${shape.max} keys`, value), got: `${keys.length} keys` });
    return;
  }
  for (const key of keys) {
    const found = shape.key.check?.(key) ?? null;
    if (found !== null)
      problems.push({ steps: [...steps, key], onKey: true, expected: found.expected, got: quote(key), hint: found.reason });
    readValue(problems, value[key], shape.of, [...steps, key]);
  }
}

/** `siblings` are the alternatives of an `either`: their keys are not unknown, only misplaced. */
function readObject(problems: Problem[], value: unknown, shape: ObjectShape, steps: Steps, siblings: readonly ObjectShape[] = []): void {
  if (!isObject(value)) {
    problems.push(wrong(steps, `an object with ${words(Object.keys(shape.keys), 'and')}`, value));
    return;
  }
  for (const key of Object.keys(value)) {
    const keyShape = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    const sibling = siblings.find(({ keys }) => Object.hasOwn(keys, key));
    if (keyShape === undefined)
      problems.push(sibling === undefined ? unknownKey(key, shape, steps) : misplacedKey(key, sibling, shape, steps));
    else readValue(problems, value[key], keyShape, [...steps, key]);
  }
  const has = (key: string): boolean => Object.hasOwn(value, key);
  for (const key of (shape.required ?? []).filter((key) => !has(key))) problems.push(missing(steps, `the key ${key}`, value));
  if (shape.anyOf !== undefined && !shape.anyOf.some(has)) problems.push(missing(steps, words(shape.anyOf, 'or'), value));
  for (const [a, b] of (shape.exclusive ?? []).filter((pair) => pair.every(has)))
    problems.push({ steps: [...steps, b], onKey: true, expected: `${a} or ${b}, not both`, got: 'both', hint: 'remove one of them' });
}

/** An object is read by the alternative that knows one of its keys as required, else by the first object alternative. */
function readEither(problems: Problem[], value: unknown, shape: Either, steps: Steps): void {
  if (isObject(value)) {
    const objects = shape.of.filter((one) => one.type === 'object');
    const fits = objects.filter(({ required = [] }) => required.some((key) => Object.hasOwn(value, key)));
    const [first, second] = fits;
    if (first !== undefined && second !== undefined) problems.push(bothKeys(first, second, steps));
    else if (first === undefined) readObject(problems, value, merged(objects), steps);
    else readObject(problems, value, first, steps, objects);
    return;
  }
  const plain = shape.of.find(({ type }) => type === plainTypeOf(value));
  if (plain !== undefined) readValue(problems, value, plain, steps);
  else problems.push(wrong(steps, shape.expected, value));
}

function plainTypeOf(value: unknown): Shape['type'] | null {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'flag' : null;
}

function bothKeys(a: ObjectShape, b: ObjectShape, steps: Steps): Problem {
  const [x, y] = [a.required?.[0] ?? '', b.required?.[0] ?? ''];
  return { steps: [...steps, y], onKey: true, expected: `${x} or ${y}, not both`, got: 'both', hint: 'write two entries' };
}

/** For an object that names no alternative: every key is known, and one of the deciding keys is missing. */
function merged(objects: readonly ObjectShape[]): ObjectShape {
  const keys = Object.assign({}, ...objects.map((one) => one.keys)) as ObjectShape['keys'];
  return { type: 'object', doc: '', keys, anyOf: objects.flatMap(({ required = [] }) => required) };
}

function unknownKey(key: string, shape: ObjectShape, steps: Steps): Problem {
  const known = Object.keys(shape.keys);
  const near = nearest(key, known);
  const hint = near === null ? null : `did you mean ${near}?`;
  return { steps: [...steps, key], onKey: true, expected: `one of ${listed(known)}`, got: `the unknown key ${quote(key)}`, hint };
}

/** There are dozens of rules: the documentation lists them, a message names the first. */
function listed(known: readonly string[]): string {
  return known.length <= maxListedKeys ? known.join(', ') : `${known.slice(0, 4).join(', ')} and ${known.length - 4} more`;
}

function misplacedKey(key: string, sibling: ObjectShape, shape: ObjectShape, steps: Steps): Problem {
  const [right, wrongly] = [sibling.required?.[0] ?? '', shape.required?.[0] ?? ''];
  const expected = `one of ${Object.keys(shape.keys).join(', ')}`;
  return { steps: [...steps, key], onKey: true, expected, got: quote(key), hint: `${key} goes with ${right}, not with ${wrongly}` };
}

function missing(steps: Steps, expected: string, value: Record<string, unknown>): Problem {
  const keys = Object.keys(value).map((key) => quote(key));
  return {
    steps,
    onKey: false,
    expected,
    got: keys.length === 0 ? 'an empty object' : `only ${words(keys.slice(0, 8), 'and')}`,
    hint: null,
  };
}

function wrong(steps: Steps, expected: string, value: unknown, hint: string | null = null): Problem {
  return { steps, onKey: false, expected, got: isScalar(value) ? shown(value) : describe(value), hint };
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

function words(list: readonly string[], last: 'and' | 'or'): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} ${last} ${list.at(-1)}`;
}
