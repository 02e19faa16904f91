import { expect, it } from '@jest/globals';
import { everyRule, rulesById } from '../../../core/rules/every-rule.ts';
import { dockerfileRuleIds, workloadRuleIds } from '../../../core/rules/rule-ids.ts';

it('every rule is told of, by its id once', () => {
  const ids = everyRule.map(({ id }) => id);
  expect([...workloadRuleIds, ...dockerfileRuleIds].filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(rulesById.map(({ id }) => id)).size).toBe(rulesById.length);
  expect(rulesById.length).toBe(new Set(ids).size);
});

it.each(everyRule.map((rule) => [rule.level, rule.id, rule] as const))('%s %s tells how to mend it', (_level, _id, rule) => {
  expect(rule.fix).toMatch(/^[ -~]{3,}$/);
  expect(rule.failing).not.toBe(rule.passing);
});
