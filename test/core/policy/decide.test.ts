import { describe, expect, it } from '@jest/globals';
import { decide } from '../../../core/policy/decide.ts';
import type { Place } from '../../../core/policy/where.ts';
import { visit } from '../../../core/workload/visit.ts';
import { hex, nowhere, nowMs, podOf, policyOf, type TestDocument } from './policies.ts';

const verdict = (document: TestDocument, object: object, place: Place = nowhere) => {
  const { allowed, findings, exempt } = decide(policyOf(document), visit(object), { place, nowMs });
  return {
    allowed,
    exempt,
    findings: findings.map(({ rule, severity, entry, path }) => `${severity} ${rule} ${entry} ${path.replace('spec.containers', '')}`),
  };
};

describe('one rule for each image, in the order allowlist, requirements', () => {
  const document: TestDocument = {
    images: ['a.io', { deny: 'a.io/bad' }, { allow: 'b.io', require: { digest: true } }, { allow: 'c.io', mode: 'warn' }],
    require: { tags: { deny: ['latest', '1*'] } },
  };
  it.each<[string, string[]]>([
    ['a.io/x:2', []],
    ['evil.io/x:2', ['deny registry-allowlist null [0].image']],
    ['a.io/bad:1', ['deny denied-image a.io/bad [0].image']],
    ['a.io/x', ['deny denied-tag a.io [0].image']],
    ['a.io/x:1.2', ['deny denied-tag a.io [0].image']],
    [`a.io/x:1@${hex('a')}`, []],
    ['b.io/x:1', ['deny denied-tag b.io [0].image', 'deny digest-required b.io [0].image']],
    [`b.io/x@${hex('a')}`, []],
    ['c.io/x', ['warn denied-tag c.io [0].image']],
    ['a.io/X', ['deny malformed-image null [0].image']],
    [`a.io/x@sha256:${'a'.repeat(63)}`, ['deny malformed-image null [0].image']],
  ])('%s', (image, expected) => {
    expect(verdict(document, podOf(image))).toEqual({
      allowed: expected.every((one) => !one.startsWith('deny')),
      exempt: null,
      findings: expected,
    });
  });

  it('defects come with the mode of the place', () => {
    const pod = { kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ name: 'a' }] } };
    const clusters = { lab: { mode: 'audit' } } as const;
    expect(verdict({ clusters }, pod)).toMatchObject({ allowed: false, findings: ['deny missing-image null [0].image'] });
    expect(verdict({ clusters }, pod, { cluster: 'lab', namespace: null })).toMatchObject({
      allowed: true,
      findings: ['info missing-image null [0].image'],
    });
  });
});

describe('denyAll and emptiness', () => {
  it('an empty policy denies everything', () => {
    expect(verdict({}, podOf('nginx'))).toMatchObject({ allowed: false, findings: ['deny registry-allowlist null [0].image'] });
  });

  it('denyAll beats every entry, but not the mode', () => {
    const images = ['a.io', { allow: 'b.io', mode: 'audit' }] as const;
    expect(verdict({ denyAll: true, images }, podOf('a.io/x', 'b.io/x'))).toMatchObject({
      allowed: false,
      findings: ['deny registry-allowlist null [0].image', 'deny registry-allowlist null [1].image'],
    });
    expect(verdict({ denyAll: true, images, mode: 'warn' }, podOf('a.io/x')).allowed).toBe(true);
  });

  it('nothing to judge is allowed', () => {
    expect(verdict({ denyAll: true }, { kind: 'ConfigMap', apiVersion: 'v1', data: { image: 'nginx' } })).toEqual({
      allowed: true,
      exempt: null,
      findings: [],
    });
  });
});

describe('exempt namespaces', () => {
  const document: TestDocument = {
    exemptNamespaces: ['kube-system'],
    clusters: { prod: { exemptNamespaces: ['istio'] }, constructor: { exemptNamespaces: [] } },
  };
  it.each<[Place, string | null]>([
    [{ cluster: null, namespace: 'kube-system' }, 'kube-system'],
    [{ cluster: 'other', namespace: 'kube-system' }, 'kube-system'],
    [{ cluster: 'prod', namespace: 'kube-system' }, null],
    [{ cluster: 'prod', namespace: 'istio' }, 'istio'],
    [{ cluster: 'constructor', namespace: 'kube-system' }, null],
    [{ cluster: '__proto__', namespace: 'kube-system' }, 'kube-system'],
    [{ cluster: null, namespace: null }, null],
    [{ cluster: null, namespace: 'kube-system2' }, null],
    [{ cluster: null, namespace: 'Kube-System' }, null],
  ])('%j: %j', (place, exempt) => {
    expect(verdict(document, podOf('nginx'), place)).toMatchObject({ allowed: exempt !== null, exempt });
  });

  it("come from the request's place, never from the object", () => {
    const pod = {
      ...podOf('nginx'),
      metadata: { name: 'x', namespace: 'kube-system', labels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    };
    expect(verdict(document, pod, { cluster: null, namespace: 'default' }).allowed).toBe(false);
  });
});
