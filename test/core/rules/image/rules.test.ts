import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findEntry } from '../../../../core/policy/ladder.ts';
import type { ImageRule } from '../../../../core/rules/image-rule.ts';
import { nowhere, nowMs, policyOf, referenceOf } from '../../policy/policies.ts';
import { ruleCases } from './rules.cases.ts';

const folder = new URL('../../../../core/rules/image/', import.meta.url);
const ids = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));

/** The rule of a file: its one export, named as the file. */
async function ruleOf(id: string): Promise<ImageRule> {
  const rule = Object.values((await import(new URL(`${id}.ts`, folder).href)) as Record<string, ImageRule>)[0];
  if (rule === undefined) throw new Error(`${id}.ts exports nothing`);
  return rule;
}

describe('every rule', () => {
  it('has cases that it catches and cases that it passes, and no cases lack their rule', () => {
    expect(Object.keys(ruleCases).sort()).toEqual([...ids].sort());
    for (const { catches, passes } of Object.values(ruleCases)) expect(Math.min(catches.length, passes.length)).toBeGreaterThan(0);
  });

  it.each(ids)('%s bears the name of its file, says what it finds, and where to read on', async (id) => {
    const rule = await ruleOf(id);
    expect(rule.id).toBe(id);
    expect(rule.summary).toMatch(/^[A-Z].*\.$/);
    expect(rule.reference).toMatch(/^https:\/\//);
  });
});

describe.each(Object.entries(ruleCases))('%s', (id, { document, catches, passes }) => {
  const policy = policyOf(document);
  const check = async (text: string) => {
    const image = referenceOf(text);
    const match = findEntry(policy, image, nowhere, nowMs);
    return (await ruleOf(id)).check({ image, match, policy, require: match?.entry.require ?? policy.require, place: nowhere, nowMs });
  };

  it.each(catches)('catches %s', async (image, detail, fix) => {
    expect(await check(image)).toEqual({ detail, fix });
  });

  it.each(passes)('passes %s', async (image) => {
    expect(await check(image)).toBeNull();
  });
});
