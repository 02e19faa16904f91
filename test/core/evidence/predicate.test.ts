import { describe, expect, it } from '@jest/globals';
import { cosignTypeOf, isOfType, unmetCondition } from '../../../core/evidence/predicate.ts';
import type { AttestationRequirement } from '../../../core/evidence/requirement.ts';

const v1 = 'https://slsa.dev/provenance/v1';
const v02 = 'https://slsa.dev/provenance/v0.2';

describe('isOfType', () => {
  it.each<[string, string, boolean]>([
    [v1, 'slsa-provenance', true],
    [v02, 'slsa-provenance', true],
    ['https://slsa.dev/provenance/v0.1', 'slsa-provenance', false],
    ['https://slsa.dev/provenance/v10', 'slsa-provenance', false],
    ['https://spdx.dev/Document', 'spdx', true],
    ['https://spdx.dev/Document/v2.3', 'spdx', true],
    ['https://spdx.dev/Documents', 'spdx', false],
    ['https://cyclonedx.org/bom/v1.6', 'cyclonedx', true],
    ['https://cosign.sigstore.dev/attestation/vuln/v1', 'vuln', true],
    ['https://acme.example/custom', 'https://acme.example/custom', true],
    ['https://acme.example/custom/v1', 'https://acme.example/custom', false],
    ['spdx', 'spdx', false],
  ])('%s as %s: %j', (predicateType, type, expected) => {
    expect(isOfType(predicateType, type)).toBe(expected);
  });
});

it('names types as cosign does', () => {
  expect(['slsa-provenance', 'spdx', 'vuln', 'https://acme.example/x'].map(cosignTypeOf)).toEqual([
    'slsaprovenance1',
    'spdxjson',
    'vuln',
    'https://acme.example/x',
  ]);
});

/** As GitHub writes it. */
const built = {
  buildDefinition: {
    externalParameters: {
      workflow: { repository: 'https://github.com/acme/app', ref: 'refs/heads/main', path: '.github/workflows/r.yml' },
    },
    resolvedDependencies: [{ uri: 'git+https://github.com/other/dep@refs/heads/dev' }],
  },
  runDetails: { builder: { id: 'https://github.com/actions/runner' } },
};
/** As slsa-github-generator writes it. */
const generated = {
  buildDefinition: { externalParameters: { source: 'git+https://github.com/acme/app@refs/tags/v1' } },
};
const onlyDependency = { buildDefinition: { resolvedDependencies: [{ uri: 'git+https://github.com/acme/app@refs/heads/dev' }] } };
const withSource = { buildDefinition: { externalParameters: { source: { uri: 'https://user@github.com/acme/app@refs/heads/x' } } } };
const older = {
  builder: { id: 'https://b' },
  invocation: { configSource: { uri: 'git+https://github.com/acme/app@refs/heads/main', entryPoint: 'r.yml' } },
};

type Conditions = Pick<AttestationRequirement, 'builder' | 'source' | 'ref' | 'workflow' | 'fields'>;
const judge = (conditions: Conditions, predicate: unknown, predicateType = v1) => {
  const unmet = unmetCondition({ type: 'slsa-provenance', from: [], ...conditions }, predicateType, predicate);
  return unmet === null ? null : [unmet.name, unmet.got];
};

describe('unmetCondition of provenance', () => {
  const source = 'https://github.com/acme/app';
  it.each<[string, Conditions, unknown, string, unknown]>([
    ['nothing asked', {}, null, v1, null],
    [
      'all is said',
      { builder: 'https://github.com/actions/*', source, ref: 'refs/heads/main', workflow: '.github/workflows/*' },
      built,
      v1,
      null,
    ],
    ['another builder', { builder: 'https://evil' }, built, v1, ['builder', 'https://github.com/actions/runner']],
    ['another source', { source: 'https://github.com/other/dep' }, built, v1, ['source', source]],
    ['another ref', { ref: 'refs/heads/dev' }, built, v1, ['ref', 'refs/heads/main']],
    ['another workflow', { workflow: 'evil.yml' }, built, v1, ['workflow', '.github/workflows/r.yml']],
    ['no builder is no builder, whatever is asked', { builder: '*' }, generated, v1, ['builder', null]],
    ['no workflow', { workflow: '*' }, generated, v1, ['workflow', null]],
    ['the source and ref of a generator', { source, ref: 'refs/tags/*' }, generated, v1, null],
    ['the first dependency where nothing else tells', { source, ref: 'refs/heads/dev' }, onlyDependency, v1, null],
    ['a user in the source is a part of it', { source }, withSource, v1, ['source', 'https://user@github.com/acme/app']],
    ['version 0.2', { builder: 'https://b', source, ref: 'refs/heads/main', workflow: 'r.yml' }, older, v02, null],
    ['version 0.2 read as version 1', { builder: 'https://b' }, older, v1, ['builder', null]],
    ['inherited', { builder: '*' }, JSON.parse('{"__proto__":{"runDetails":{"builder":{"id":"x"}}}}'), v1, ['builder', null]],
    ['no object', { source: '*' }, 'x', v1, ['source', null]],
  ])('%s', (_, conditions, predicate, predicateType, expected) => {
    expect(judge(conditions, predicate, predicateType)).toEqual(expected);
  });

  it("a workflow's own ref goes before the one in its address", () => {
    const workflow = { repository: `${source}@refs/heads/evil`, ref: 'refs/heads/main' };
    const predicate = { buildDefinition: { externalParameters: { workflow } } };
    expect(judge({ source, ref: 'refs/heads/main' }, predicate)).toBeNull();
  });
});

describe('unmetCondition of fields', () => {
  const predicate = { a: { b: ['x', { c: 'yes' }], n: 7, t: true, o: {}, z: null, 'x.y': 'dotted' } };
  it.each<[string, string, unknown]>([
    ['a.b.0', 'x', null],
    ['a.b.1.c', 'y*', null],
    ['a.n', '7', null],
    ['a.t', 'true', null],
    ['a.n', '8', ['a.n', '7']],
    ['a.b.2', '*', ['a.b.2', null]],
    ['a.b.length', '*', ['a.b.length', null]],
    ['a.b.00000', '*', ['a.b.00000', null]],
    ['a.o', '*', ['a.o', null]],
    ['a.z', '*', ['a.z', null]],
    ['a.x.y', '*', ['a.x.y', null]],
    ['a.constructor.name', '*', ['a.constructor.name', null]],
    ['nothing', '*', ['nothing', null]],
  ])('%s: %s', (path, value, expected) => {
    expect(judge({ fields: { [path]: value } }, predicate)).toEqual(expected);
  });

  it('every one counts', () => {
    expect(judge({ fields: { 'a.n': '7', 'a.t': 'false' } }, predicate)).toEqual(['a.t', 'true']);
  });
});
