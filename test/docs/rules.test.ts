import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { rulesPage } from '../../core/report/rules-page.ts';
import { everyRule } from '../../core/rules/every-rule.ts';

it('docs/rules.md is what the rules say: npm run docs:rules writes it anew', () => {
  expect(readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')).toBe(rulesPage(everyRule));
});
