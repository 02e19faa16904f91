/** What the second argument of `startswith` stands for: a text, a list or set of texts, or a name that was given to one. */
import type { Token } from './rego-tokens.ts';
import { closing } from './rego-tokens.ts';

/** Names that lead to names: a chain that no rule needs is a cycle. */
const maxSteps = 5;

/** Where each name gets its value: `x := ...`, `x = ...`, `some x in ...`; the index of the value's first token. */
export type Values = ReadonlyMap<string, number>;

export function regoValues(tokens: readonly Token[]): Values {
  const values = new Map<string, number>();
  for (const [i, { type, value }] of tokens.entries()) {
    const sign = tokens[i + 1]?.value;
    const gives = type === 'name' && (sign === ':=' || sign === '=' || (sign === 'in' && tokens[i - 1]?.value === 'some'));
    if (gives && !values.has(value)) values.set(value, i + 2);
  }
  return values;
}

/** The texts, as tokens; or the name that has none. `end` is the index after the expression. */
export function resolve(
  tokens: readonly Token[],
  values: Values,
  start: number,
  steps = 0,
): readonly Token[] | { readonly unknown: string } {
  const token = tokens[start];
  if (token === undefined) return { unknown: 'nothing' };
  if (token.type === 'text') return [token];
  if (token.value === '[' || token.value === '{') return literal(tokens, start);
  const at = values.get(token.value);
  if (token.type !== 'name' || at === undefined || steps >= maxSteps) return { unknown: token.value };
  return resolve(tokens, values, at, steps + 1);
}

/** Only texts and commas: anything else would be worked out when the rule runs. */
function literal(tokens: readonly Token[], open: number): readonly Token[] | { readonly unknown: string } {
  const items = tokens.slice(open + 1, closing(tokens, open)).filter(({ value, type }) => type === 'text' || value !== ',');
  const other = items.find(({ type }) => type !== 'text');
  return other === undefined ? items : { unknown: other.value };
}
