import { describe, expect, it } from '@jest/globals';
import { dockerfileExamples } from '../../../../core/rules/dockerfile/examples.ts';
import { dockerfileRules } from '../../../../core/rules/dockerfile/index.ts';
import { judgeDockerfile } from '../../../../core/rules/judge-dockerfile.ts';
import { linesOf, plain } from './judge.ts';

const ids = dockerfileRules.map(({ id }) => id);

describe('every rule', () => {
  it('has an example, and every example a rule', () => {
    expect(Object.keys(dockerfileExamples).sort()).toEqual([...ids].sort());
  });

  it('has its own id and its own code', () => {
    expect(new Set(ids).size).toBe(ids.length);
    const codes = dockerfileRules.flatMap(({ alias }) => alias ?? []);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(dockerfileRules.map((rule) => [rule.id, rule] as const))('%s says what it finds, in printable ASCII', (_, rule) => {
    expect(rule.summary).toMatch(/^[ -~]+\.$/);
    expect(rule.reference).toMatch(/^https:\/\//);
  });

  it.each(Object.entries(dockerfileExamples))('%s finds its failing example and not its passing one', (id, { failing, passing }) => {
    expect(linesOf(failing, id)).not.toEqual([]);
    expect(linesOf(passing, id)).toEqual([]);
  });

  it.each(Object.entries(dockerfileExamples))('%s: the passing example is a Dockerfile without problems', (_, { passing }) => {
    expect(judgeDockerfile(passing, plain).problems).toEqual([]);
  });
});
