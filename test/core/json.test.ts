import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../core/json.ts';
import { maxNestingDepth } from '../../core/limits.ts';
import { parseYaml } from '../../core/yaml.ts';

function documentOf(text: string) {
  const parsed = parseJson(text);
  if (parsed === null || 'message' in parsed) throw new Error(JSON.stringify(parsed));
  return parsed;
}

/** Every way to a value in it. */
function stepsIn(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...entries.flatMap(([key, child]) => stepsIn(child).map((steps) => [key, ...steps]))];
}

describe('parseJson', () => {
  it.each(['', '[]', 'a: 1', '{a: 1}', '{"a":1} {"b":2}', '{"a":1}\n---\n{}', '{"a":1} # comment'])('%j is left to YAML', (text) =>
    expect(parseJson(text)).toBeNull(),
  );

  it('refuses what YAML would', () => {
    expect(parseJson('{\n "a": 1,\n "\\u0061": 2}')).toEqual({ line: 3, column: 2, message: 'the key "a" stands twice in one object' });
    expect(documentOf('{"a":{"b":1},"c":{"b":1,"a":[{"a":1},{"a":1}]}}').value).toEqual({
      a: { b: 1 },
      c: { b: 1, a: [{ a: 1 }, { a: 1 }] },
    });
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(parseJson(nested(maxNestingDepth))).toHaveProperty('value');
    expect(parseJson(nested(maxNestingDepth + 1))).toMatchObject({ message: `nested deeper than ${maxNestingDepth} levels` });
  });

  it('keeps hostile keys as keys', () => {
    const { value, position } = documentOf('\ufeff{"__proto__": {"x": 1}, "constructor": 2}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(position(['__proto__', 'x'])).toEqual({ line: 1, column: 22 });
    expect(position(['none', 'deeper'])).toEqual({ line: 1, column: 2 });
  });

  it('law: value and places are those of the YAML reader', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), fc.constantFrom(undefined, 1, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const json = documentOf(text);
        const yaml = parseYaml(text, { merge: false });
        if ('message' in yaml || yaml[0] === undefined) return;
        expect(json.value).toEqual(JSON.parse(text));
        for (const steps of stepsIn(json.value)) {
          expect([steps, json.position(steps)]).toEqual([steps, yaml[0].position(steps)]);
          expect([steps, json.position(steps, true)]).toEqual([steps, yaml[0].position(steps, true)]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
