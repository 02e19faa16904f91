import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noEvidence } from '../../../core/evidence/add-up.ts';
import { admissionPolicy, type Exported } from '../../../core/export/admission-policy.ts';
import { maxExportedEntries, maxExportedExpressionLength } from '../../../core/limits.ts';
import { decide } from '../../../core/policy/decide.ts';
import type { PolicyDocument } from '../../../core/policy/definition.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { changedOnly } from '../../../core/workload/unchanged.ts';
import { visit } from '../../../core/workload/visit.ts';
import { type AdmissionRequest, cluster, specOf } from './cel-cluster.ts';
import { compileDocument, kinds, ordinaryImages, plainPolicies, podSpecs, policies } from './policy.arbitrary.ts';

function exported(policy: Policy, name: string | null = null): Exported {
  const result = admissionPolicy(policy, { cluster: name, name: 'image-warden' });
  if ('problem' in result) throw new Error(result.problem);
  return result;
}

function actionOf({ objects }: Exported): unknown {
  return (objects[1] as { spec: { validationActions: unknown[] } }).spec.validationActions[0];
}

function objectOf(kind: string, spec: unknown): Record<string, unknown> {
  const { apiVersion, wrap } = kinds[kind] ?? { apiVersion: '', wrap: () => ({}) };
  return { apiVersion, kind, ...wrap(spec) };
}

/** The service's verdict. */
function engineAdmits(policy: Policy, request: AdmissionRequest, where: string | null, nowMs: number): boolean {
  const now = visit(request.object);
  const workloads = request.operation === 'UPDATE' ? changedOnly(now, visit(request.oldObject)) : now;
  return decide(policy, workloads, { place: { cluster: where, namespace: request.namespace }, nowMs }).allowed;
}

const requests = fc
  .record({
    kind: fc.constantFrom(...Object.keys(kinds)),
    operation: fc.constantFrom<AdmissionRequest['operation']>('CREATE', 'UPDATE'),
    namespace: fc.constantFrom('web', 'dev-a', 'x', 'kube-system'),
    spec: podSpecs,
    old: podSpecs,
    grown: fc.boolean(),
  })
  .map(({ kind, operation, namespace, spec, old, grown }): AdmissionRequest => {
    const before = grown ? { ...spec, containers: spec.containers.slice(1), initContainers: [...old.containers] } : old;
    return { kind, operation, namespace, object: objectOf(kind, spec), oldObject: operation === 'CREATE' ? null : objectOf(kind, before) };
  });
const clusters = fc.constantFrom(null, 'prod', 'dev', 'other');
const times = fc.constantFrom('2026-12-01', '2027-01-01T23:59:59Z', '2027-03-01', '2027-07-01').map((text) => Date.parse(text));

/** Whatever the fallback admits the service admits; `alter` spoils the export to show that this can fail. */
function soundness(alter: (text: string) => string = (text) => text) {
  const trials = fc.array(fc.tuple(requests, times), { minLength: 4, maxLength: 8 });
  return fc.property(policies, fc.boolean(), clusters, trials, (policy, forAny, where, all) => {
    const altered = JSON.parse(alter(JSON.stringify(exported(policy, forAny ? null : where)))) as Exported;
    const ask = cluster(specOf(altered));
    for (const [request, nowMs] of all) {
      const message = actionOf(altered) === 'Deny' ? ask(request) : null;
      if (message === null && !engineAdmits(policy, request, where, nowMs)) throw new Error('admitted, and the service denies it');
    }
  });
}

describe('soundness', () => {
  it('never admits what the service denies, anywhere at any time', () => {
    fc.assert(soundness(), { numRuns: 500 });
  });

  it.each<[fault: string, alter: (text: string) => string]>([
    ['prefixes end inside a component', (text) => text.replaceAll('/\\",', '\\",').replaceAll('/\\"\\n', '\\"\\n')],
    ['denies are forgotten', (text) => text.replace('!variables.denied.exists', 'true || variables.denied.exists')],
    ['requirements are forgotten', (text) => text.replace(/\(!i\[3\]\.contains\('@'\)/, '(false')],
    ['init containers are forgotten', (text) => text.replace('variables.spec.?initContainers', 'variables.spec.?nothing')],
    ['an update passes', (text) => text.replace('!(u in variables.oldUses', '!(true || u in variables.oldUses')],
    ['names that occur twice prove something', (text) => text.replaceAll('.exists_one(p,', '.exists(p,')],
    ['the namespace is not asked', (text) => text.replaceAll('request.namespace == ', "'' != ")],
  ])('is lost when %s', (_, alter) => {
    const run = fc.check(soundness(alter), { numRuns: 1500, seed: 7, endOnFailure: true });
    expect(run.failed).toBe(true);
    expect(String(run.errorInstance)).toContain('admitted, and the service denies it');
  });
});

describe('agreement', () => {
  it('a plain allowlist admits exactly what the service admits', () => {
    fc.assert(
      fc.property(plainPolicies, fc.array(ordinaryImages, { minLength: 5, maxLength: 10 }), (policy, images) => {
        const ask = cluster(specOf(exported(policy)));
        for (const image of images) {
          const request = {
            kind: 'Pod',
            operation: 'CREATE',
            namespace: 'web',
            object: objectOf('Pod', { containers: [{ name: 'a', image }] }),
          } as const;
          expect([image, ask(request) === null]).toEqual([image, engineAdmits(policy, request, null, 0)]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Denied, and with which words; null: admitted. */
function verdict(document: Omit<PolicyDocument, 'version'>, image: string): string | null {
  const ask = cluster(specOf(exported(compileDocument({ version: 1, ...document }))));
  const object = objectOf('Pod', { containers: [{ name: 'app', image }] });
  return ask({ kind: 'Pod', operation: 'CREATE', namespace: 'default', name: 'web', object });
}

describe('the words', () => {
  const images = ['secureoci.com', 'ghcr.io/acme', { deny: 'ghcr.io/acme/old' }, { allow: 'ghcr.io/acme/pay', require: { digest: true } }];
  it.each([
    [
      'nginx',
      'docker.io/library/nginx:latest is denied by registry-allowlist: no entry for docker.io; allowed here: secureoci.com, ghcr.io/acme (+1)',
    ],
    [
      'secureoci.com.evil.io/a:1',
      'secureoci.com.evil.io/a:1 is denied by registry-allowlist: no entry for secureoci.com.evil.io; allowed here: secureoci.com, ghcr.io/acme (+1)',
    ],
    ['ghcr.io/acme/old/x', 'ghcr.io/acme/old/x:latest is denied by denied-image: an entry of the policy denies it'],
    ['ghcr.io/acme/pay:1', 'ghcr.io/acme/pay:1 is denied by digest-required or denied-tag: its entry asks for more'],
    ['Secureoci.com/a', '"Secureoci.com/a" is denied by malformed-image: it is no plain reference'],
    ['a\nb', 'its image is denied by malformed-image: it is no plain reference'],
    ['secureoci.com/a', null],
  ])('%j', (image, words) => {
    expect(verdict({ images }, image)).toBe(words === null ? null : `Pod default/web: container "app": ${words}`);
  });

  it('an image that is missing, a Pod without containers, more than one', () => {
    const ask = cluster(
      specOf(exported(compileDocument({ version: 1, images: ['secureoci.com'], require: { tags: { deny: ['latest'] } } }))),
    );
    const say = (spec: unknown): string | null => ask({ kind: 'Job', operation: 'CREATE', namespace: 'a', object: objectOf('Job', spec) });
    expect(say({ containers: [{ name: 'b' }] })).toBe('Job a/: container "b" is denied by missing-image: no image is named');
    expect(say({ containers: [] })).toBe('Job a/: the Pod spec is denied by missing-image: it has no containers');
    const image = { name: 'v', image: { reference: 'secureoci.com/a' } };
    expect(say({ containers: [{ name: 'b', image: 'c/d' }], volumes: [image] })).toMatch(/^Job a\/: container "b": .*; and 1 more$/);
    expect(say({ containers: [{ name: 'b', image: 'secureoci.com/b:1' }], volumes: [image] })).toBe(
      'Job a/: volume "v": secureoci.com/a:latest is denied by denied-tag: the policy denies its tag',
    );
  });
});

describe('an update', () => {
  const ask = cluster(specOf(exported(compileDocument({ version: 1, images: ['secureoci.com'] }))));
  const update = (containers: unknown, old: unknown): boolean =>
    ask({
      kind: 'Deployment',
      operation: 'UPDATE',
      namespace: 'a',
      object: objectOf('Deployment', { containers }),
      oldObject: objectOf('Deployment', { containers: old }),
    }) === null;
  it.each([
    ['what was there passes', [{ name: 'a', image: 'evil/a' }], [{ name: 'a', image: 'evil/a' }], true],
    [
      'in another order too',
      [
        { name: 'b', image: 'evil/b' },
        { name: 'a', image: 'evil/a' },
      ],
      [
        { name: 'a', image: 'evil/a' },
        { name: 'b', image: 'evil/b' },
      ],
      true,
    ],
    [
      'beside something that is allowed',
      [
        { name: 'a', image: 'evil/a' },
        { name: 'b', image: 'secureoci.com/b' },
      ],
      [{ name: 'a', image: 'evil/a' }],
      true,
    ],
    ['not under another name', [{ name: 'b', image: 'evil/a' }], [{ name: 'a', image: 'evil/a' }], false],
    ['not with another tag', [{ name: 'a', image: 'evil/a:2' }], [{ name: 'a', image: 'evil/a' }], false],
    ['not without a name', [{ image: 'evil/a' }], [{ image: 'evil/a' }], false],
  ])('%s', (_, now, old, passes) => {
    expect(update(now, old)).toBe(passes);
  });
});

describe('the objects', () => {
  const binding = (document: Omit<PolicyDocument, 'version'>, name: string | null): unknown[] => {
    const result = exported(compileDocument({ version: 1, ...document }), name);
    return [actionOf(result), specOf(result).matchConstraints.namespaceSelector?.matchExpressions[0]?.values ?? []];
  };
  const document = {
    mode: 'warn' as const,
    exemptNamespaces: ['kube-system', 'a'],
    clusters: { prod: { mode: 'enforce' as const, exemptNamespaces: ['a'] }, dev: { mode: 'audit' as const } },
  };
  it.each([
    [null, 'Deny', ['a']],
    ['prod', 'Deny', ['a']],
    ['dev', 'Audit', ['kube-system', 'a']],
    ['other', 'Warn', ['kube-system', 'a']],
  ])('settings of cluster %s', (name, action, exempt) => {
    expect(binding(document, name)).toEqual([action, exempt]);
  });

  it('notes say which entries admit nothing', () => {
    const images = [{ allow: 'ghcr.io/a', until: '2027-01-01' }, { allow: 'ghcr.io/b', where: { clusters: ['prod'] } }, '[::1]:5000/a'];
    expect(exported(compileDocument({ version: 1, images })).notes.slice(3)).toEqual([
      'ghcr.io/a admits nothing here: it has an end, and there is no clock.',
      'ghcr.io/b admits nothing here: it asks for a cluster, and this is for any.',
      '[::1]:5000/a admits nothing here: an IPv6 address is not read here.',
    ]);
    expect(exported(compileDocument({ version: 1, images }), 'prod').notes.slice(3)).toHaveLength(2);
  });

  it('evidence, which only the service can check, admits nothing, nor does what is wider', () => {
    const plain = compileDocument({
      version: 1,
      images: ['ghcr.io', { allow: 'ghcr.io/signed', require: { digest: true } }, 'ghcr.io/signed/open'],
    });
    const entries = new Map(plain.entries);
    const [entry] = entries.get('ghcr.io/signed') ?? [];
    if (entry !== undefined)
      entries.set('ghcr.io/signed', [
        { ...entry, require: { ...plain.require, evidence: { ...noEvidence, signedBy: [{ anyOf: ['release'], count: 1 }] } } },
      ]);
    const ask = cluster(specOf(exported({ ...plain, entries })));
    const admitted = (image: string): boolean =>
      ask({ kind: 'Pod', operation: 'CREATE', namespace: 'a', object: objectOf('Pod', { containers: [{ name: 'a', image }] }) }) === null;
    expect(['ghcr.io/a', 'ghcr.io/signed/a', 'ghcr.io/signed/open/a'].map(admitted)).toEqual([true, false, true]);
  });

  it.each([
    ['entries', Array.from({ length: maxExportedEntries + 1 }, (_, i) => `ghcr.io/a${i}`), /^1001 entries, expected at most 1000, because/],
    [
      'characters',
      Array.from({ length: 400 }, (_, i) => `ghcr.io/${'a'.repeat(200)}${i}`),
      /^entries of \d+ characters, expected at most 80000/,
    ],
    [
      'requirements',
      Array.from({ length: 21 }, (_, i) => ({ allow: `ghcr.io/a${i}`, require: { tags: { deny: [`t${i}`] } } })),
      /^21 different sets of requirements, expected at most 20/,
    ],
  ])('too many %s are one clear error', (_, images, problem) => {
    const result = admissionPolicy(compileDocument({ version: 1, images }), { cluster: null, name: 'image-warden' });
    expect('problem' in result && result.problem).toMatch(problem);
  });

  it('a name that no object can have is refused', () => {
    expect(admissionPolicy(compileDocument({ version: 1 }), { cluster: null, name: 'A b' })).toEqual({
      problem: '"A b" is no name of an object: a-z, 0-9, "-", "."',
    });
  });
});

describe('what API servers accept', () => {
  const everything = compileDocument({
    version: 1,
    exemptNamespaces: ['kube-system'],
    require: { tags: { deny: ['latest', 'dev*'] } },
    images: [
      'ghcr.io/acme',
      '*.example.com',
      { allow: 'ghcr.io/acme/a:1', where: { namespaces: ['a', 'b-*'] }, require: { digest: true } },
      { deny: `ghcr.io/acme/b@sha256:${'a'.repeat(64)}`, where: { namespaces: ['c'] } },
    ],
  });
  const { variables, validations } = specOf(exported(everything));
  const expressions = [
    ...variables.map(({ expression }) => expression),
    ...validations.flatMap(({ expression, messageExpression = '' }) => [expression, messageExpression]),
  ];

  it('only functions and macros that Kubernetes 1.30 has', () => {
    const code = expressions.join('\n').replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '""');
    const called = new Set([...code.matchAll(/(\w+)\(/g)].map(([, name]) => name));
    const known =
      'contains dyn exists exists_one filter has indexOf lastIndexOf map matches orValue size split startsWith string substring';
    expect([...called].sort()).toEqual(known.split(' '));
  });

  it('variables are made before they are used, and each once', () => {
    const names = variables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [index, { expression }] of variables.entries())
      for (const [, used = ''] of expression.matchAll(/variables\.(\w+)/g)) expect(names.slice(0, index)).toContain(used);
  });

  it('expressions of fewer than 100,000 characters, also at the limits', () => {
    const images = Array.from({ length: maxExportedEntries }, (_, i) => `ghcr.io/${'a'.repeat(60)}${i}`);
    const longest = specOf(exported(compileDocument({ version: 1, images }))).variables.map(({ expression }) => expression.length);
    expect(Math.max(...longest)).toBeGreaterThan(maxExportedExpressionLength * 0.8);
    expect(Math.max(...longest)).toBeLessThan(100_000);
  });

  it('patterns of RE2: no look-around, no back-reference', () => {
    for (const expression of expressions) expect(expression).not.toMatch(/\(\?[=!<]|\\[1-9]/);
  });
});
