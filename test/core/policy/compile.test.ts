import { describe, expect, it } from '@jest/globals';
import { noEvidence } from '../../../core/evidence/add-up.ts';
import { maxNamedAllows } from '../../../core/limits.ts';
import { compile } from '../../../core/policy/compile.ts';
import { mergeDocument } from '../../../core/policy/merge.ts';
import { settingsIn, shortHash } from '../../../core/policy/policy.ts';
import { policyOf, type TestDocument } from './policies.ts';

describe('compile', () => {
  it('an entry with everything', () => {
    const policy = policyOf({
      require: { tags: { deny: ['latest', 'dev'] } },
      images: [
        {
          allow: 'a.io',
          where: { clusters: ['c'] },
          until: '2027-03-31',
          reason: 'r',
          enforceFrom: '2027-02-01',
          require: { digest: true, tags: { deny: ['dev', 'x*'] } },
        },
      ],
    });
    expect(policy.entries.get('a.io')).toEqual([
      {
        effect: 'allow',
        where: { clusters: ['c'], namespaces: null },
        untilMs: Date.parse('2027-04-01T00:00:00Z'),
        reason: 'r',
        mode: null,
        enforceFromMs: Date.parse('2027-02-01T00:00:00Z'),
        require: { digest: true, deniedTags: ['latest', 'dev', 'x*'], evidence: noEvidence },
      },
    ]);
  });

  it('requirements add up, and cannot be taken back', () => {
    const policy = policyOf({ require: { digest: true }, images: ['a.io', { allow: 'b.io', require: { digest: false } }] });
    expect(['a.io', 'b.io'].map((scope) => policy.entries.get(scope)?.[0]?.require.digest)).toEqual([true, true]);
  });

  it('evidence adds up like everything else', () => {
    const verifiers = { a: { cosign: { keys: ['awskms:///a'] } }, b: { cosign: { keys: ['awskms:///b'] } } };
    const images = ['a.io', { allow: 'b.io', require: { signedBy: ['b'] } }];
    const policy = policyOf({ verifiers, require: { signedBy: ['a'] }, images });
    const namesOf = (scope: string) => policy.entries.get(scope)?.[0]?.require.evidence.signedBy.map(({ anyOf }) => anyOf[0]);
    expect([namesOf('a.io'), namesOf('b.io'), policy.asksEvidence]).toEqual([['a'], ['a', 'b'], true]);
    expect(policyOf({ verifiers, images }).asksEvidence).toBe(true);
    expect(policyOf({ verifiers, images: ['a.io'] }).asksEvidence).toBe(false);
  });

  it('one scope that is named more than once, plain or not, keeps every entry and no other scope gets them', () => {
    const policy = policyOf({ images: ['b.io', 'a.io', { deny: 'a.io' }, { deny: 'a.io', reason: 'x' }] });
    expect(policy.entries.get('a.io')?.map(({ effect, reason }) => [effect, reason])).toEqual([
      ['allow', null],
      ['deny', null],
      ['deny', 'x'],
    ]);
    expect(policy.entries.get('b.io')).toHaveLength(1);
  });

  it('hosts, and the first allows for people', () => {
    const policy = policyOf(
      { images: [{ deny: 'a.io/x' }] },
      Array.from({ length: 100 }, (_, i) => `r${i}.io:5000/x`),
    );
    expect([policy.hosts.has('a.io'), policy.hosts.has('r99.io:5000'), policy.hosts.has('r99.io')]).toEqual([true, true, false]);
    expect([policy.allows.length, policy.allowCount]).toEqual([maxNamedAllows, 100]);
  });

  it('the hash is of the whole document, not of its source', () => {
    const merged = mergeDocument({ version: 1, images: ['a.io'] }, []);
    const [one, other] = [compile(merged, 'x'), compile(merged, 'y')];
    if (Array.isArray(one) || Array.isArray(other)) throw new Error('problems');
    expect([one.hash === other.hash, shortHash(one).length, one.source]).toEqual([true, 12, 'x']);
  });

  it('the hash is of every key', () => {
    const documents: TestDocument[] = [
      {},
      { mode: 'warn' },
      { onError: 'allow' },
      { denyAll: true },
      { exemptNamespaces: ['a'] },
      { images: ['a.io'] },
      { images: [{ deny: 'a.io' }] },
      { require: { digest: true } },
      { require: { vulnerabilities: { max: 'high' } } },
      { require: { vulnerabilities: { max: 'low' } } },
      { clusters: { a: { mode: 'warn' } } },
      { rewrite: [{ from: 'a.io', to: 'b.io' }] },
      { registries: { 'a.io': { private: true } } },
      { verifiers: { a: { cosign: { keys: ['awskms:///a'] } } } },
    ];
    expect(new Set(documents.map((document) => policyOf(document).hash)).size).toBe(documents.length);
    expect(policyOf({ mode: 'warn', denyAll: true }).hash).toBe(policyOf({ denyAll: true, mode: 'warn' }).hash);
  });

  it('settings of a cluster, of none, and of one that nobody named', () => {
    const policy = policyOf({ mode: 'audit', clusters: { constructor: { mode: 'warn' as const } } });
    expect(['constructor', 'toString', '__proto__', null].map((cluster) => settingsIn(policy, cluster).mode)).toEqual([
      'warn',
      'audit',
      'audit',
      'audit',
    ]);
  });
});
