import { describe, expect, it, jest } from '@jest/globals';
import { documentShape } from '../../../core/policy/definition.ts';
import { maxDocumentLength } from '../../../core/policy/document.ts';
import { loadPolicy } from '../../../core/policy/load.ts';

// Large documents on a busy machine.
jest.setTimeout(60_000);

const load = async (text: string, allowlist: string | null = null) => {
  const loaded = await loadPolicy({
    document: { name: 'p.yaml', text },
    allowlist: allowlist === null ? null : { name: 'list', text: allowlist },
  });
  return 'problems' in loaded ? loaded.problems : [...loaded.policy.entries.keys()];
};
const [lastKey, ...otherKeys] = Object.keys(documentShape.keys).reverse();
const keys = otherKeys.reverse().join(', ');
const scope = 'expected a scope such as ghcr.io/acme, got';
const date = 'expected a date such as 2027-03-31, or an instant such as 2027-03-31T12:00:00Z, got';

describe('what loads', () => {
  it.each<[string, string, string | null, string[]]>([
    ['a version alone', 'version: 1', null, []],
    ['scopes', 'version: 1\nimages: [a.io, "*.b.io", c.io:5000/x]', null, ['a.io', '*.b.io', 'c.io:5000/x']],
    ['JSON', '{"version":1,"images":["a.io"]}', null, ['a.io']],
    ['a byte order mark and CRLF', '\ufeffversion: 1\r\nimages:\r\n  - a.io\r\n', null, ['a.io']],
    ['anchors', 'version: 1\nimages:\n  - &a a.io/x\n  - deny: *a', null, ['a.io/x']],
    ['an allowlist beside it; what both name is one entry', 'version: 1\nimages: [a.io]', 'b.io,a.io,b.io', ['a.io', 'b.io']],
    ['a cluster called constructor', 'version: 1\nclusters: {constructor: {mode: warn}, "1e3": {}}', null, []],
    ['an allow and a deny of one scope', 'version: 1\nimages: [a.io, {deny: a.io}]', null, ['a.io']],
    [
      'two allows that cannot meet',
      'version: 1\nimages: [{allow: a.io, where: {clusters: [dev-*]}}, {allow: a.io, where: {clusters: [prod]}}]',
      null,
      ['a.io'],
    ],
  ])('%s', async (_, text, allowlist, expected) => {
    expect(await load(text, allowlist)).toEqual(expected);
  });

  it('an allowlist alone, and not nothing at all', async () => {
    const loaded = await loadPolicy({ document: null, allowlist: { name: 'list', text: ' a.io ,b.io/x' } });
    expect('policy' in loaded && [loaded.policy.source, [...loaded.policy.entries.keys()]]).toEqual(['list', ['a.io', 'b.io/x']]);
    expect(await loadPolicy({ document: null, allowlist: null })).toEqual({
      problems: ['neither an allowlist nor a policy document is there: at least one must be'],
    });
  });

  it('the same policy has the same hash, however it is spelled', async () => {
    const hashOf = async (text: string) => {
      const loaded = await loadPolicy({ document: { name: 'x', text }, allowlist: null });
      return 'policy' in loaded ? loaded.policy.hash : loaded.problems;
    };
    const hash = await hashOf('version: 1\nimages: [a.io]');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const same of [
      '{"images":["a.io"],"version":1}',
      'images: [{allow: a.io}]\nmode: enforce\nversion: 1',
      'version: 1\nimages: [a.io]\nonError: deny\nrequire: {digest: false}',
    ])
      expect(await hashOf(same)).toBe(hash);
    expect(await hashOf('version: 1\nimages: [a.io]\nmode: warn')).not.toBe(hash);
  });
});

describe('what does not load, in whole lines', () => {
  it.each<[string, string[]]>([
    ['', ['1:1: the document is empty']],
    ['# nothing', ['1:1: the document is empty']],
    ['x', [`1:1: the document: expected an object with ${keys} and ${lastKey}, got "x"`]],
    ['version: 1\n---\nversion: 1', ['3:1: a second document: a policy is one document']],
    ['version: 2', ['1:10: version: expected 1, got 2']],
    ['version: "1"', ['1:10: version: expected 1, got "1"; write it without quotes']],
    ['mode: warn', ['1:1: the document: expected the key version, got only "mode"']],
    ['version: 1\nMode: warn', [`2:1: Mode: expected one of ${keys}, ${lastKey}, got the unknown key "Mode"; did you mean mode?`]],
    ['version: 1\n__proto__: 1', [`2:1: ["__proto__"]: expected one of ${keys}, ${lastKey}, got the unknown key "__proto__"`]],
    [
      '{"version":1,"__proto__":{"mode":"warn"}}',
      [`1:14: ["__proto__"]: expected one of ${keys}, ${lastKey}, got the unknown key "__proto__"`],
    ],
    [
      'version: 1\n"\\e[31m\\u202e": 1',
      [`2:1: ["\\u001b[31m\\u202e"]: expected one of ${keys}, ${lastKey}, got the unknown key "\\u001b[31m\\u202e"`],
    ],
    ['version: 1\n<<: {mode: warn}', [`2:1: ["<<"]: expected one of ${keys}, ${lastKey}, got the unknown key "<<"`]],
    ['version: 1\nmode: Enforce', ['2:7: mode: expected enforce, warn or audit, got "Enforce"; did you mean enforce?']],
    ['version: 1\ndenyAll: no', ['2:10: denyAll: expected true or false, got "no"']],
    ['version: 1\nimages:', ['2:8: images: expected a list, got null; write [] for an empty one']],
    ['version: 1\nimages: a.io', ['2:9: images: expected a list, got "a.io"; write ["a.io"]']],
    ['version: 1\nimages: [5]', ['2:10: images[0]: expected a scope, or an entry with allow or deny, got 5']],
    ['version: 1\nimages: [null]', ['2:10: images[0]: expected a scope, or an entry with allow or deny, got null']],
    ['version: 1\nimages: [[a.io]]', ['2:10: images[0]: expected a scope, or an entry with allow or deny, got a list']],
    ['version: 1\nimages: [{}]', ['2:10: images[0]: expected allow or deny, got an empty object']],
    [
      'version: 1\nimages: [nginx]',
      [`2:10: images[0]: ${scope} "nginx"; "nginx" is no host, and a scope begins with one; write docker.io/library/nginx`],
    ],
    ['version: 1\nimages: ["allow:a.io"]', [`2:10: images[0]: ${scope} "allow:a.io"; a blank is missing after "allow:"`]],
    ['version: 1\nimages: ["a.io\\u202e"]', [`2:10: images[0]: ${scope} "a.io\\u202e"; non-ASCII character U+202E`]],
    [
      'version: 1\nimages: [{alow: a.io}]',
      [
        '2:11: images[0].alow: expected one of allow, where, reason, mode, enforceFrom, until, require, deny, got the unknown key "alow"; did you mean allow?',
        '2:10: images[0]: expected allow or deny, got only "alow"',
      ],
    ],
    [
      'version: 1\nimages: [{allow: a.io, deny: b.io}]',
      ['2:24: images[0].deny: expected allow or deny, not both, got both; write two entries'],
    ],
    [
      'version: 1\nimages: [{deny: a.io, until: 2027-01-01}]',
      ['2:23: images[0].until: expected one of deny, where, reason, mode, enforceFrom, got "until"; until goes with allow, not with deny'],
    ],
    [
      'version: 1\nimages: [{allow: a.io, mode: warn, enforceFrom: 2027-01-01}]',
      ['2:36: images[0].enforceFrom: expected mode or enforceFrom, not both, got both; remove one of them'],
    ],
    ['version: 1\nimages: [{allow: a.io, until: 2027-02-30}]', [`2:31: images[0].until: ${date} "2027-02-30"`]],
    ['version: 1\nimages: [{allow: a.io, where: {}}]', ['2:31: images[0].where: expected clusters or namespaces, got an empty object']],
    [
      'version: 1\nimages: [{allow: a.io, where: {clusters: []}}]',
      ['2:42: images[0].where.clusters: expected a list with at least one item, got an empty list'],
    ],
    [
      'version: 1\nimages: [{allow: a.io, where: {clusters: [dev-*-x]}}]',
      ['2:43: images[0].where.clusters[0]: expected a name, or its beginning and one "*", got "dev-*-x"'],
    ],
    [
      'version: 1\nimages: [{allow: a.io, reason: ""}]',
      ['2:32: images[0].reason: expected a text of 1 to 256 characters without control characters, got ""'],
    ],
    [
      'version: 1\nimages: [{allow: a.io, reason: "a\\u2028b"}]',
      ['2:32: images[0].reason: expected a text of 1 to 256 characters without control characters, got "a\\u2028b"'],
    ],
    [
      'version: 1\nexemptNamespaces: [kube-*]',
      ['2:20: exemptNamespaces[0]: expected the exact name of a namespace, without a wildcard, got "kube-*"'],
    ],
    ['version: 1\nclusters: {1: {}}', ['2:12: the key 1 is not a text: write it between quotes']],
    ['version: 1\nclusters: []', ['2:11: clusters: expected keys and values, got a list']],
    [
      'version: 1\nclusters: {A: {}}',
      ['2:12: clusters.A: expected a cluster name: lower-case letters, digits and "-", at most 63, got "A"'],
    ],
    ['version: 1\nversion: 1', ['2:1: the key "version" stands twice in one object']],
    ['{"version":1,"version":1}', ['1:14: the key "version" stands twice in one object']],
    ['version: !!int 1', ['1:16: the tag tag:yaml.org,2002:int is not accepted']],
  ])('%j', async (text, expected) => {
    expect(await load(text)).toEqual(expected.map((line) => `p.yaml:${line}`));
  });

  it('a key of any length, cut', async () => {
    const [line] = await load(`version: 1\n${'k'.repeat(900)}: 1`);
    expect(line?.length).toBeLessThan(800);
  });

  it('the allowlist, by item and column', async () => {
    expect(await load('version: 1', 'a.io,,b.io')).toEqual(['list:1:6: item 2: expected a scope such as ghcr.io/acme, got an empty item']);
    expect(await load('version: 1', 'a.io, nginx')).toEqual([
      'list:1:6: item 2: expected a scope such as ghcr.io/acme, got "nginx": "nginx" is no host, and a scope begins with one; write docker.io/library/nginx',
    ]);
  });

  it('a document of more characters than any policy has', async () => {
    expect(await load('#'.repeat(maxDocumentLength + 1))).toEqual([
      `p.yaml:1:1: ${maxDocumentLength + 1} characters, expected at most ${maxDocumentLength}`,
    ]);
  });

  it('at most 20 problems, from one parse, of 20,000', async () => {
    const many = (item: unknown) => JSON.stringify({ version: 1, images: Array(20_000).fill(item) });
    expect(await load(many('nginx'))).toHaveLength(20);
    expect(await load(many('a.io'))).toHaveLength(20);
    expect((await load(many({ deny: 'a.io' })))[0]).toMatch(
      /: images\[100\]: expected at most 100 entries of one scope, got one more of a.io$/,
    );
  });
});

describe('100,000 entries', () => {
  const scopes = Array.from({ length: 100_000 }, (_, i) => `registry-${i % 1000}.example.com/team/app-${i}`);
  it.each([
    ['JSON', JSON.stringify({ version: 1, images: scopes })],
    ['JSON, indented', `${JSON.stringify({ version: 1, images: scopes }, null, 2)}\n`],
    [
      'JSON, each with a requirement',
      JSON.stringify({ version: 1, images: scopes.map((one) => ({ allow: one, require: { digest: true } })) }),
    ],
    ['YAML', `version: 1\nimages:\n${scopes.map((one) => `  - ${one}\n`).join('')}`],
  ])('%s', async (_, text) => {
    expect(await load(text)).toHaveLength(100_000);
  });
});
