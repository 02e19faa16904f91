/** Writes docs/rules.md from the rules' own metadata; a test fails when the page is stale. Run by `npm run docs:rules`. */
import { writeFileSync } from 'node:fs';
import { rulesPage } from './core/report/rules-page.ts';
import { everyRule } from './core/rules/every-rule.ts';

writeFileSync('docs/rules.md', rulesPage(everyRule));
