/** `rules` below `workloads` and `dockerfiles`: what becomes of a rule. */
import { type RuleSetting, ruleSettings } from '../../rules/rule-ids.ts';
import type { Shape } from '../shape.ts';

/** By rule id. */
export type RulesDocument = Readonly<Record<string, RuleSetting>>;

/** A key for every rule, so that editors offer them and a wrong one is told the nearest. */
export function rulesShape(doc: string, ids: readonly string[]): Shape {
  const setting: Shape = { type: 'choice', doc: 'What its findings do: nothing, warn or deny.', values: ruleSettings };
  return { type: 'object', doc, keys: Object.fromEntries(ids.map((id) => [id, setting])) };
}
