import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { dockerfileRules } from '../../../core/rules/dockerfile/index.ts';
import { dockerfileRuleIds, workloadRuleIds } from '../../../core/rules/rule-ids.ts';
import { workloadRules } from '../../../core/rules/workload/index.ts';

it('the ids are those of the rules', () => {
  expect(workloadRuleIds).toEqual(workloadRules.map(({ id }) => id));
  expect(dockerfileRuleIds).toEqual(dockerfileRules.map(({ id }) => id));
});

it('every file of a workload rule is one of them', () => {
  const files = readdirSync('core/rules/workload').map((file) => file.replace('.ts', ''));
  expect(files.filter((file) => file !== 'index').sort()).toEqual([...workloadRuleIds].sort());
});
