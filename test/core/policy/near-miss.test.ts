import { describe, expect, it } from '@jest/globals';
import { nearMiss } from '../../../core/policy/near-miss.ts';
import type { Place } from '../../../core/policy/where.ts';
import { hex, nowhere, nowMs, policyOf, referenceOf } from './policies.ts';

const policy = policyOf({
  images: [
    'secureoci.com',
    'ghcr.io/acme',
    'docker.io/library/redis:7',
    { allow: 'quay.io/old', until: '2027-01-14' },
    { allow: 'quay.io/dev', where: { clusters: ['dev-*'] } },
    '*.b.io',
    { deny: 'quay.io/bad', where: { clusters: ['x'] } },
  ],
});

describe('nearMiss', () => {
  it.each<[string, string]>([
    ['evil.io/x', 'no entry for evil.io'],
    ['ghcr.io/acme-evil/x', 'no entry for ghcr.io/acme-evil/x'],
    ['secureoci.com.evil.io/x', 'no entry for secureoci.com.evil.io (secureoci.com is another host)'],
    ['secureoci.com:5000/x', 'no entry for secureoci.com:5000 (the port is part of the host: secureoci.com is another registry)'],
    ['secureoci.com.evil.io:5000/x', 'no entry for secureoci.com.evil.io:5000 (secureoci.com is another host)'],
    [
      'secureoci.com',
      'no entry for docker.io/library/secureoci.com (secureoci.com is no registry here: only what stands before the first "/" is)',
    ],
    [
      'evil/secureoci.com/x',
      'no entry for docker.io/evil/secureoci.com/x (secureoci.com is no registry here: only what stands before the first "/" is)',
    ],
    ['docker.io/evil/secureoci.com', 'no entry for docker.io/evil/secureoci.com'],
    [
      `redis:7@${hex('a')}`,
      'no entry for docker.io/library/redis (docker.io/library/redis:7 speaks of the tag, and what runs is the digest)',
    ],
    ['redis:8', 'no entry for docker.io/library/redis'],
    ['quay.io/old/x', 'no entry for quay.io/old/x (quay.io/old was allowed until 2027-01-14T23:59:59Z)'],
    ['quay.io/dev/x', 'no entry for quay.io/dev/x (quay.io/dev is allowed elsewhere, not in an unknown cluster, no namespace)'],
    ['b.io/x', 'no entry for b.io'],
    ['a.a.b.io/x', 'no entry for a.a.b.io'],
    ['constructor/x', 'no entry for docker.io/constructor/x'],
  ])('%s', (image, expected) => {
    expect(nearMiss(policy, referenceOf(image), nowhere, nowMs)).toBe(expected);
  });

  it.each<[Place, string]>([
    [{ cluster: 'prod', namespace: 'shop' }, 'cluster prod, namespace shop'],
    [{ cluster: 'prod\x1b[2J\u202e', namespace: null }, 'cluster "prod\\u001b[2J\\u202e", no namespace'],
  ])('names the place %j', (place, expected) => {
    expect(nearMiss(policy, referenceOf('quay.io/dev/x'), place, nowMs)).toBe(
      `no entry for quay.io/dev/x (quay.io/dev is allowed elsewhere, not in ${expected})`,
    );
  });
});
