import { describe, expect, it } from '@jest/globals';
import { explain } from '../../../core/policy/explain.ts';
import type { Place } from '../../../core/policy/where.ts';
import { loadedOf } from './loaded.ts';
import { hex, nowhere, nowMs, policyOf } from './policies.ts';

const policy = policyOf({
  exemptNamespaces: ['kube-system'],
  images: [
    'ghcr.io/acme',
    { deny: 'ghcr.io/acme/bad', reason: 'use ghcr.io/acme/good' },
    'docker.io/library/redis:7',
    { allow: 'quay.io/old', until: '2027-01-14' },
    { allow: 'quay.io/dev', where: { clusters: ['dev-*'] } },
    { deny: 'quay.io/dev:1', where: { clusters: ['prod'] } },
  ],
});
const told = (image: string, place: Place = nowhere, one = policy) => {
  const { allowed, ladder, entry, nearest, message } = explain(one, image, { place, nowMs });
  return { allowed, entry, nearest, message, ladder: ladder.map(({ scope, note, decides }) => `${decides ? '> ' : ''}${scope}: ${note}`) };
};

describe('explain', () => {
  it('allowed', () => {
    expect(explain(policy, 'ghcr.io/acme/api:1', { place: nowhere, nowMs })).toEqual({
      image: 'ghcr.io/acme/api:1',
      canonical: 'ghcr.io/acme/api:1',
      allowed: true,
      message: null,
      ladder: [
        { scope: 'ghcr.io/acme/api:1', note: 'no entry', decides: false },
        { scope: 'ghcr.io/acme/api', note: 'no entry', decides: false },
        { scope: 'ghcr.io/acme', note: 'allow', decides: true },
        { scope: 'ghcr.io', note: 'no entry', decides: false },
      ],
      entry: 'ghcr.io/acme',
      evidence: [],
      nearest: null,
      findings: [],
    });
  });

  it('denied by an entry', () => {
    expect(told('ghcr.io/acme/bad:1')).toEqual({
      allowed: false,
      entry: 'ghcr.io/acme/bad',
      nearest: null,
      message: 'ghcr.io/acme/bad:1 is denied by denied-image: the entry ghcr.io/acme/bad denies it: use ghcr.io/acme/good',
      ladder: ['ghcr.io/acme/bad:1: no entry', '> ghcr.io/acme/bad: deny', 'ghcr.io/acme: allow', 'ghcr.io: no entry'],
    });
  });

  it.each<[string, Place, string[], string | null]>([
    [
      'ghcr.io/acne/api:1',
      nowhere,
      ['ghcr.io/acne/api:1: no entry', 'ghcr.io/acne/api: no entry', 'ghcr.io/acne: no entry', 'ghcr.io: no entry'],
      'ghcr.io/acme',
    ],
    [
      `redis:7@${hex('a')}`,
      nowhere,
      [
        `docker.io/library/redis@${hex('a')}: no entry`,
        'docker.io/library/redis:7: allow, of the tag only: what runs is the digest',
        'docker.io/library/redis: no entry',
        'docker.io/library: no entry',
        'docker.io: no entry',
      ],
      'docker.io/library/redis:7',
    ],
    [
      'quay.io/old:1',
      nowhere,
      ['quay.io/old:1: no entry', 'quay.io/old: allow, over since 2027-01-15T00:00:00.000Z', 'quay.io: no entry'],
      'quay.io/old',
    ],
    [
      'quay.io/dev:1',
      { cluster: 'x', namespace: null },
      ['quay.io/dev:1: deny, elsewhere', 'quay.io/dev: allow, elsewhere', 'quay.io: no entry'],
      'quay.io/dev',
    ],
    [
      `quay.io/dev:1@${hex('a')}`,
      { cluster: 'x', namespace: null },
      [`quay.io/dev@${hex('a')}: no entry`, 'quay.io/dev:1: deny, elsewhere', 'quay.io/dev: allow, elsewhere', 'quay.io: no entry'],
      'quay.io/dev',
    ],
  ])('the ladder and the nearest of %s', (image, place, ladder, nearest) => {
    expect(told(image, place)).toMatchObject({ allowed: false, entry: null, ladder, nearest });
  });

  it('no reference: no ladder', () => {
    expect(told('a.io/X\u202e')).toEqual({
      allowed: false,
      entry: null,
      nearest: null,
      message: '"a.io/X\\u202e" is denied by malformed-image: non-ASCII character U+202E (at character 7)',
      ladder: [],
    });
  });

  it('where no entry was asked, none is near', () => {
    expect(told('ghcr.io/acme/api', { cluster: null, namespace: 'kube-system' })).toMatchObject({
      allowed: true,
      entry: null,
      nearest: null,
      message: 'the namespace kube-system is exempt: nothing is judged there',
    });
    expect(told('ghcr.io/acme/api', nowhere, policyOf({ denyAll: true, images: ['ghcr.io/acme'] }))).toMatchObject({
      allowed: false,
      nearest: null,
      message: 'ghcr.io/acme/api:latest is denied by registry-allowlist: denyAll is on: the policy denies every image',
    });
  });

  it('says what must be proved besides, and asks nobody', async () => {
    const document = `verifiers: {x: {cosign: {keys: ["awskms:///k"]}}, y: {cosign: {keys: ["awskms:///k"]}}}
images: [{allow: a.io, require: {signedBy: {anyOf: [x, y], count: 2}, attestations: [{type: spdx, from: [x, y]}], vulnerabilities: {max: high}}}]
require: {signedBy: [x]}`;
    const { policy: strict } = await loadedOf(document);
    const { allowed, evidence } = explain(strict, `a.io/b@sha256:${'a'.repeat(64)}`, { place: nowhere, nowMs });
    expect({ allowed, evidence }).toEqual({
      allowed: true,
      evidence: ['a signature by x', 'signatures by 2 of x, y', 'the attestation spdx from x or y', 'no vulnerability worse than high'],
    });
    expect(explain(strict, 'b.io/b', { place: nowhere, nowMs }).evidence).toEqual([]);
  });
});
