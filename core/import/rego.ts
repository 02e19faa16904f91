/**
 * The classic Rego allowlist, as tutorials have it: `deny[msg] { ... not startswith(image, "secureoci.com") ... }`, with one
 * beginning or a list of them. What a rule works out otherwise is refused, with the reason.
 */
import { maxImportedEntries } from '../limits.ts';
import { maxProblems } from '../policy/shape.ts';
import { quote } from '../text.ts';
import { emptyReading, positions, type Reading } from './reading.ts';
import { blindSpots } from './rego-blind-spots.ts';
import { closing, maxRuleTokens, regoTokens, type Token } from './rego-tokens.ts';
import { regoValues, resolve, type Values } from './rego-values.ts';

/** Functions that compare beginnings. */
const comparisons: ReadonlySet<string> = new Set(['startswith', 'strings.any_prefix_match']);

/** Comparisons that no scope can mean. */
const refused: ReadonlyMap<string, string> = new Map([
  ...['re_match', 'regex.match', 'regex.find_n', 'glob.match'].map(
    (name) => [name, 'a pattern is never accepted: name the registries'] as const,
  ),
  ['contains', 'what an image contains says nothing of its registry: name the registries'],
  ['endswith', 'what an image ends with says nothing of its registry: name the registries'],
]);

export function looksLikeRego(text: string): boolean {
  return /\b(?:startswith|strings\.any_prefix_match|re_match|regex\.match|glob\.match)\s*\(|^[ \t]*(?:deny|violation|allow)\b[^\n]*\{|^[ \t]*package\s/m.test(
    text,
  );
}

/** Takes linear time. */
export function readRego(text: string): Reading {
  const reading = emptyReading('rego');
  const at = positions(text);
  const tokens = regoTokens(text);
  const rego: Rego = { tokens, values: regoValues(tokens), at, rules: new Map() };
  for (const [i, { value, type, offset }] of tokens.entries()) {
    if (type !== 'name' || tokens[i + 1]?.value !== '(') continue;
    if (reading.named.length > maxImportedEntries || reading.problems.length >= maxProblems) break;
    const why = refused.get(value);
    if (why !== undefined) reading.problems.push({ ...at(offset), text: `${value}: ${why}` });
    if (comparisons.has(value)) addComparison(reading, rego, i);
  }
  if (reading.named.length === 0 && reading.problems.length === 0)
    reading.problems.push({ line: 1, column: 1, text: 'expected a rule with startswith(image, "..."), found none' });
  reading.differences.push(...blindSpots(tokens, at), ...disagreements(rego));
  return reading;
}

interface Rego {
  readonly tokens: readonly Token[];
  readonly values: Values;
  readonly at: ReturnType<typeof positions>;
  /** What each rule that denies admits, by the offset of its head. */
  readonly rules: Map<number, Set<string>>;
}

function addComparison(reading: Reading, { tokens, values, at, rules }: Rego, call: number): void {
  const end = closing(tokens, call + 1);
  const comma = tokens.slice(call, end).findIndex(({ value, type }) => type === 'sign' && value === ',');
  const found = comma < 0 ? { unknown: 'nothing' } : resolve(tokens, values, call + comma + 1);
  if ('unknown' in found) {
    const { offset } = tokens[comma < 0 ? call : call + comma + 1] ?? { offset: 0 };
    const hint = found.unknown.startsWith('input.')
      ? 'they stand in the request: import the object that holds them'
      : 'write them in the rule';
    reading.problems.push({ ...at(offset), text: `expected texts to compare with, got ${quote(found.unknown, 80)}; ${hint}` });
    return;
  }
  const effect = admits(tokens, call, end) ? 'allow' : 'deny';
  const head = headOf(tokens, call);
  const isDenial = head !== undefined && /^(?:deny|violation)$/.test(head.value);
  if (effect === 'allow' && isDenial)
    rules.set(head.offset, new Set([...(rules.get(head.offset) ?? []), ...found.map(({ value }) => value)]));
  for (const { value, offset } of found.slice(0, maxImportedEntries + 1))
    if (!reading.named.some((one) => one.text === value && one.effect === effect))
      reading.named.push({ effect, text: value, ...at(offset) });
}

/** Two rules that deny what the other admits let through only what both admit; entries admit what either does. */
function disagreements({ rules, at }: Rego): Reading['differences'] {
  const [first, ...others] = rules;
  if (first === undefined) return [];
  const other = others.find(([, texts]) => texts.size !== first[1].size || [...texts].some((text) => !first[1].has(text)));
  if (other === undefined) return [];
  const { line } = at(first[0]);
  return [
    {
      ...at(other[0]),
      text: `this rule and that of line ${line} admit together only what both do; the entries admit what either does: remove what is too much`,
    },
  ];
}

/** In a rule that denies, only what is negated or collected admits; any other rule's comparison does. */
function admits(tokens: readonly Token[], call: number, end: number): boolean {
  let statement = call;
  while (statement > 0 && tokens[statement]?.first !== true && !isOneOf(tokens[statement - 1], ';{')) statement--;
  const before = tokens.slice(statement, call);
  if (before.some(({ value }) => value === 'not' || value === ':=' || value === '=' || value === '[' || value === 'any')) return true;
  if (tokens[end + 1]?.value === '==' && tokens[end + 2]?.value === 'false') return true;
  return !/^(?:deny|violation)$/.test(headOf(tokens, call)?.value ?? '');
}

/** The first word of the rule around a token. */
function headOf(tokens: readonly Token[], inside: number): Token | undefined {
  let depth = 0;
  for (let i = inside; i >= Math.max(0, inside - maxRuleTokens); i--) {
    if (isOneOf(tokens[i], '}')) depth++;
    if (!isOneOf(tokens[i], '{') || --depth >= 0) continue;
    while (i > 0 && tokens[i]?.first !== true) i--;
    return tokens[i];
  }
  return undefined;
}

function isOneOf(token: Token | undefined, signs: string): boolean {
  return token?.type === 'sign' && signs.includes(token.value);
}
