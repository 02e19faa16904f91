import { describe, expect, it } from '@jest/globals';
import { mergeDocument, scopeOf } from '../../../core/policy/merge.ts';

const noEvidence = { signedBy: [], attestations: [], vulnerabilities: null };

describe('mergeDocument', () => {
  it('fills in every default', () => {
    expect(mergeDocument(null, [])).toEqual({
      version: 1,
      mode: 'enforce',
      onError: 'deny',
      presets: [],
      exemptNamespaces: [],
      denyAll: false,
      images: [],
      require: { digest: false, tags: { deny: [] }, ...noEvidence },
      verifiers: {},
      registries: {},
      rewrite: [],
      workloads: { podSecurity: 'off', podSecurityVersion: 'latest', admission: false, rules: {} },
      dockerfiles: { rules: {} },
      clusters: {},
      exceptions: [],
      breakGlass: null,
      cases: [],
    });
  });

  it("a cluster's keys replace the policy's, one by one", () => {
    const clusters = { a: { mode: 'enforce' }, b: { exemptNamespaces: [] }, c: {} } as const;
    expect(mergeDocument({ version: 1, mode: 'warn', exemptNamespaces: ['x'], clusters }, []).clusters).toEqual({
      a: { mode: 'enforce', onError: 'deny', exemptNamespaces: ['x'] },
      b: { mode: 'warn', onError: 'deny', exemptNamespaces: [] },
      c: { mode: 'warn', onError: 'deny', exemptNamespaces: ['x'] },
    });
  });

  it('a scope that both name is decided by the document; one twice in the list is one', () => {
    const images = [{ deny: 'a.io' }, 'b.io'];
    expect(mergeDocument({ version: 1, images }, ['c.io', 'a.io', 'b.io', 'c.io']).images).toEqual([{ deny: 'a.io' }, 'b.io', 'c.io']);
  });

  it('an allow without anything else is its scope; a requirement is whole', () => {
    const images = [{ allow: 'a.io' }, { allow: 'b.io', require: { digest: true } }, { allow: 'c.io', require: { tags: { deny: ['x'] } } }];
    expect(mergeDocument({ version: 1, images }, []).images).toEqual([
      'a.io',
      { allow: 'b.io', require: { digest: true, tags: { deny: [] }, ...noEvidence } },
      { allow: 'c.io', require: { digest: false, tags: { deny: ['x'] }, ...noEvidence } },
    ]);
    expect(['a.io', { allow: 'b.io' }, { deny: 'c.io' }].map(scopeOf)).toEqual(['a.io', 'b.io', 'c.io']);
  });

  it('keeps what is said against a default', () => {
    const breakGlass = { annotation: 'a.io/ticket', value: 'fire', groups: ['sre'] };
    const {
      denyAll,
      presets,
      require,
      breakGlass: glass,
    } = mergeDocument(
      { version: 1, denyAll: true, presets: ['eks', 'eks'], require: { signedBy: { anyOf: ['a', 'b'], count: 2 } }, breakGlass },
      [],
    );
    expect([denyAll, presets, require.signedBy]).toEqual([true, ['eks'], { anyOf: ['a', 'b'], count: 2 }]);
    expect(glass).toEqual({ ...breakGlass, controllers: false, imageReview: false });
    const open = { ...breakGlass, controllers: true, imageReview: true };
    expect(mergeDocument({ version: 1, breakGlass: open }, []).breakGlass).toEqual(open);
  });

  it('evidence that says the same is the same', () => {
    const short = { signedBy: { anyOf: ['a', 'b'] }, vulnerabilities: { max: 'high' } } as const;
    const long = {
      signedBy: { anyOf: ['a', 'b'], count: 1 },
      vulnerabilities: { max: 'high', fixableOnly: false, graceDays: 0, missing: 'deny', allow: [] },
    } as const;
    expect(mergeDocument({ version: 1, require: short }, []).require).toEqual(mergeDocument({ version: 1, require: long }, []).require);
  });
});
