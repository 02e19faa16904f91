import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxRequirementSets, requirementsFor } from '../../../core/evidence/ahead.ts';
import { asksNothing } from '../../../core/evidence/requirement.ts';
import { type ImageReference, isRefusal, parseReference } from '../../../core/image/reference.ts';
import { canonicalJson } from '../../../core/policy/canonical.ts';
import { findEntry } from '../../../core/policy/ladder.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { policyOf } from '../review/engine.ts';

const nowMs = Date.parse('2026-11-24T00:00:00Z');
const digest = `sha256:${'a'.repeat(64)}`;
const key = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
const names = ['a', 'b', 'c', 'd'];
const verifiers = Object.fromEntries(names.map((name) => [name, { cosign: { keys: [key] } }]));
const by = (...signedBy: string[]) => ({ require: { signedBy } });

function image(text: string): ImageReference {
  const reference = parseReference(text);
  if (isRefusal(reference)) throw new Error(reference.reason);
  return reference;
}

const load = (document: object): Promise<Policy> => policyOf(JSON.stringify({ version: 1, ...document }));

/** The verifiers of each set. */
async function sets(images: readonly unknown[], of = `ghcr.io/acme/app:v1@${digest}`, more: object = {}): Promise<string[]> {
  const policy = await load({ verifiers, images, ...more });
  return requirementsFor(policy, image(of), nowMs).map(({ signedBy }) => signedBy.flatMap(({ anyOf }) => anyOf).join());
}

describe('requirementsFor', () => {
  const prod = { where: { clusters: ['prod'] } };
  it.each<[string, unknown[], string[]]>([
    ['nothing is asked', ['ghcr.io'], []],
    ['not admitted', [{ allow: 'quay.io', ...by('a') }], []],
    ['the one that decides', [{ allow: 'ghcr.io', ...by('a') }], ['a']],
    [
      'the most specific alone, where it holds everywhere',
      [
        { allow: 'ghcr.io/acme', ...by('a') },
        { allow: 'ghcr.io', ...by('b') },
      ],
      ['a'],
    ],
    [
      'the wider too, where it does not',
      [
        { allow: 'ghcr.io/acme', ...prod, ...by('a') },
        { allow: 'ghcr.io', ...by('b') },
      ],
      ['a', 'b'],
    ],
    [
      'each set once',
      [
        { allow: 'ghcr.io/acme', ...prod, ...by('a') },
        { allow: 'ghcr.io', ...by('a') },
      ],
      ['a'],
    ],
    [
      'two places of one scope',
      [
        { allow: 'ghcr.io', ...prod, ...by('a') },
        { allow: 'ghcr.io', where: { clusters: ['dev'] }, ...by('b') },
      ],
      ['a', 'b'],
    ],
    [
      'denied everywhere',
      [
        { deny: 'ghcr.io/acme', reason: 'x' },
        { allow: 'ghcr.io', ...by('b') },
      ],
      [],
    ],
    [
      'denied somewhere',
      [
        { deny: 'ghcr.io/acme', reason: 'x', ...prod },
        { allow: 'ghcr.io', ...by('b') },
      ],
      ['b'],
    ],
    [
      'by its digest',
      [
        { allow: `ghcr.io/acme/app@${digest}`, ...by('a') },
        { allow: 'ghcr.io', ...by('b') },
      ],
      ['a'],
    ],
    [
      'never by its tag, which is not what runs',
      [
        { allow: 'ghcr.io/acme/app:v1', ...by('a') },
        { allow: 'ghcr.io', ...by('b') },
      ],
      ['b'],
    ],
    [
      'an end in the past',
      [
        { allow: 'ghcr.io/acme', until: '2026-11-01', ...by('a') },
        { allow: 'ghcr.io', ...by('a', 'b') },
      ],
      ['a,b'],
    ],
    [
      'an end to come',
      [
        { allow: 'ghcr.io/acme', until: '2026-12-01', ...by('a') },
        { allow: 'ghcr.io', ...by('a', 'b') },
      ],
      ['a', 'a,b'],
    ],
  ])('%s', async (_, images, expected) => {
    expect(await sets(images)).toEqual(expected);
  });

  it('adds the policy to the entry', async () => {
    expect(await sets([{ allow: 'ghcr.io', ...by('b') }], undefined, by('a'))).toEqual(['a,b']);
  });

  it('has none while everything is denied', async () => {
    expect(await sets([{ allow: 'ghcr.io', ...by('a') }], undefined, { denyAll: true })).toEqual([]);
  });

  it('has at most 16', async () => {
    const images = Array.from({ length: 20 }, (_, index) => ({
      allow: 'ghcr.io',
      where: { clusters: [`c${index}`] },
      require: { vulnerabilities: { max: 'high', graceDays: index } },
    }));
    expect(await sets(images)).toHaveLength(maxRequirementSets);
  });

  it('holds what any place asks of the image', async () => {
    const scopes = ['ghcr.io', 'ghcr.io/acme', 'ghcr.io/acme/app', `ghcr.io/acme/app@${digest}`, 'ghcr.io/acme/app:v1'];
    const clusters = ['x', 'y', 'z'];
    const entry = fc
      .record({
        scope: fc.constantFrom(...scopes),
        effect: fc.constantFrom('allow', 'deny'),
        // Null: everywhere. Two allows of a scope must not meet.
        cluster: fc.constantFrom(...clusters, null),
        signers: fc.subarray(names),
      })
      .map(({ scope, effect, cluster, signers }) => ({
        place: `${scope} ${effect}`,
        item: {
          [effect]: scope,
          ...(cluster === null ? {} : { where: { clusters: [cluster] } }),
          ...(effect === 'allow' ? by(...signers) : {}),
        },
      }));
    const distinct = fc.uniqueArray(entry, { maxLength: 8, selector: ({ place }) => place });
    await fc.assert(
      fc.asyncProperty(
        distinct,
        fc.constantFrom(...clusters),
        fc.constantFrom(`ghcr.io/acme/app@${digest}`, `ghcr.io/acme/app:v1@${digest}`),
        async (images, cluster, text) => {
          const policy = await load({ verifiers, images: ['quay.io', ...images.map(({ item }) => item)] });
          const decided = findEntry(policy, image(text), { cluster, namespace: null }, nowMs);
          if (decided === null || decided.entry.effect === 'deny' || asksNothing(decided.entry.require.evidence)) return;
          const ahead = requirementsFor(policy, image(text), nowMs).map(canonicalJson);
          expect(ahead).toContain(canonicalJson(decided.entry.require.evidence));
        },
      ),
    );
  });
});
