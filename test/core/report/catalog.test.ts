import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { sarifReport } from '../../../core/report/sarif.ts';
import { catalog } from '../../../core/rules/catalog.ts';
import { mixed } from './sample.ts';

it('SARIF tells of every rule in the catalog, and stays valid', () => {
  const schema = JSON.parse(readFileSync(new URL('../../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url), 'utf8'));
  const ajv = new Ajv({ strict: false, formats: { uri: /^https:\/\/[^\s]+$/, 'uri-reference': true, 'date-time': true } });
  const log = JSON.parse(sarifReport(mixed, { version: '1.2.3', rules: catalog }));
  expect([ajv.validate(schema, log), ajv.errors]).toEqual([true, null]);
  const told = log.runs[0].tool.driver.rules.map(({ id, help }: { id: string; help: object }) => [id, Object.keys(help)]);
  expect(told).toEqual(catalog.map(({ id }) => [id, ['text', 'markdown']]));
});
