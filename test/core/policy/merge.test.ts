import { describe, expect, it } from '@jest/globals';
import { mergeDocument, scopeOf } from '../../../core/policy/merge.ts';

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
      require: { digest: false, tags: { deny: [] } },
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
      { allow: 'b.io', require: { digest: true, tags: { deny: [] } } },
      { allow: 'c.io', require: { digest: false, tags: { deny: ['x'] } } },
    ]);
    expect(['a.io', { allow: 'b.io' }, { deny: 'c.io' }].map(scopeOf)).toEqual(['a.io', 'b.io', 'c.io']);
  });
});
