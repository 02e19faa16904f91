import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { documentShape } from '../../../core/policy/definition.ts';
import { policyJsonSchema } from '../../../core/policy/json-schema.ts';
import { problemsOf } from '../../../core/policy/read.ts';
import { parseYaml } from '../../../core/yaml.ts';

const example = (name: string) => readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(policyJsonSchema());
const schemaAccepts = (value: unknown): boolean => validate(value);
const readerAccepts = (value: unknown): boolean => problemsOf(value, documentShape).length === 0;

const policy = parseYaml(example('policy.yaml'), { merge: false });
const examplePolicy = 'message' in policy ? null : (policy[0]?.value as Record<string, unknown>);

describe('examples/policy.schema.json', () => {
  it('is what `npm run schema` writes', () => {
    expect(JSON.parse(example('policy.schema.json'))).toEqual(policyJsonSchema());
  });

  it('accepts the example', () => {
    expect([schemaAccepts(examplePolicy), readerAccepts(examplePolicy)]).toEqual([true, true]);
  });
});

describe('schema and reader', () => {
  const images = (...list: unknown[]) => ({ version: 1, images: list });

  it.each<[string, unknown]>([
    ['the least', { version: 1 }],
    ['a mode', { version: 1, mode: 'audit', onError: 'allow', denyAll: true, exemptNamespaces: ['kube-system'] }],
    ['entries', images('a.io', { allow: 'b.io', until: '2027-01-01' }, { deny: 'b.io/x', reason: 'no' })],
    ['where', images({ allow: 'a.io', where: { clusters: ['dev-*'], namespaces: ['*'] } })],
    ['requirements', { version: 1, require: { digest: true, tags: { deny: ['latest', 'v1*'] } } }],
    ['a cluster named constructor', { version: 1, clusters: { constructor: { mode: 'warn' } } }],
  ])('both accept %s', (_, value) => {
    expect([schemaAccepts(value), readerAccepts(value)]).toEqual([true, true]);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'version: 1'],
    ['no version', {}],
    ['another version', { version: 2 }],
    ['a version that is a text', { version: '1' }],
    ['an unknown key', { version: 1, image: [] }],
    ['`constructor`', { version: 1, constructor: 1 }],
    ['`__proto__`', JSON.parse('{"version": 1, "__proto__": {}}')],
    ['a mode in upper case', { version: 1, mode: 'Warn' }],
    ['a flag that is a text', { version: 1, denyAll: 'true' }],
    ['no list', { version: 1, images: 'a.io' }],
    ['null for a list', { version: 1, images: null }],
    ['a number for an entry', images(5)],
    ['an empty scope', images('')],
    ['an entry without a scope', images({ reason: 'x' })],
    ['an entry with two', images({ allow: 'a.io', deny: 'b.io' })],
    ['an end of a deny', images({ deny: 'a.io', until: '2027-01-01' })],
    ['a requirement of a deny', images({ deny: 'a.io', require: { digest: true } })],
    ['mode and enforceFrom', images({ allow: 'a.io', mode: 'warn', enforceFrom: '2027-01-01' })],
    ['no date', images({ allow: 'a.io', until: 'tomorrow' })],
    ['an empty where', images({ allow: 'a.io', where: {} })],
    ['an empty list of clusters', images({ allow: 'a.io', where: { clusters: [] } })],
    ['a pattern with a star inside', images({ allow: 'a.io', where: { clusters: ['a*b'] } })],
    ['an empty reason', images({ allow: 'a.io', reason: '' })],
    ['a reason of 257 characters', images({ allow: 'a.io', reason: 'x'.repeat(257) })],
    ['an empty pattern of tags', { version: 1, require: { tags: { deny: [''] } } }],
    ['empty rules for tags', { version: 1, require: { tags: {} } }],
    ['a wildcard for an exempt namespace', { version: 1, exemptNamespaces: ['kube-*'] }],
    ['a cluster in upper case', { version: 1, clusters: { A: {} } }],
    ['an unknown key of a cluster', { version: 1, clusters: { a: { images: [] } } }],
  ])('both refuse %s', (_, value) => {
    expect([schemaAccepts(value), readerAccepts(value)]).toEqual([false, false]);
  });

  /** Every place of a value: the steps that lead to it. */
  const placesOf = (value: unknown, steps: readonly (string | number)[] = []): (readonly (string | number)[])[] =>
    typeof value !== 'object' || value === null
      ? [steps]
      : [steps, ...Object.entries(value).flatMap(([key, child]) => placesOf(child, [...steps, key]))];
  const places = placesOf(examplePolicy);
  const junk = fc.oneof(
    fc.constantFrom(null, true, 0, 1, '', 'x', 'warn', 'a.io', '2027-01-01', [], {}, ['a.io'], { allow: 'a.io' }, { digest: true }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const keys = fc.constantFrom('mode', 'allow', 'deny', 'until', 'where', 'require', 'x', 'constructor', '0', 'images');

  const mutate = (value: unknown, [step, ...rest]: readonly (string | number)[], change: (at: unknown) => unknown): unknown => {
    if (step === undefined || typeof value !== 'object' || value === null) return change(value);
    const copy: unknown = Array.isArray(value) ? [...value] : { ...value };
    Object.assign(copy as object, { [step]: mutate((value as Record<string, unknown>)[step], rest, change) });
    return copy;
  };
  const mutations = fc.tuple(fc.nat(places.length - 1), keys, junk, fc.nat(2)).map(([place, key, value, kind]) =>
    mutate(examplePolicy, places[place] ?? [], (at) => {
      if (kind === 0 || typeof at !== 'object' || at === null) return value;
      if (Array.isArray(at)) return kind === 1 ? [...at, value] : at.slice(1);
      return kind === 1 ? { ...at, [key]: value } : Object.fromEntries(Object.entries(at).slice(1));
    }),
  );

  it('what the schema refuses the reader refuses, over mutations of the example; and most of the rest is accepted', () => {
    let refusedByBoth = 0;
    fc.assert(
      fc.property(mutations, (value) => {
        const [schema, reader] = [schemaAccepts(value), readerAccepts(value)];
        if (!schema) expect({ value, reader }).toEqual({ value, reader: false });
        // Beyond a schema: scopes, days of the calendar and control characters.
        const words = problemsOf(value, documentShape).map(({ expected }) => expected);
        if (schema && !reader) expect(words.filter((word) => !/^a (scope|date|text)/.test(word))).toEqual([]);
        refusedByBoth += !schema && !reader ? 1 : 0;
      }),
      { numRuns: 2000 },
    );
    expect(refusedByBoth).toBeGreaterThan(200);
  });
});
