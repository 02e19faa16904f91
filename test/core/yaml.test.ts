import { describe, expect, it } from '@jest/globals';
import { maxNestingDepth, maxYamlAliases, maxYamlExpansion } from '../../core/limits.ts';
import { formatYaml, parseYaml } from '../../core/yaml.ts';

/** The first document of a text that is in order. */
const firstOf = (text: string, merge: boolean) => {
  const documents = parseYaml(text, { merge });
  if ('message' in documents || documents[0] === undefined) throw new Error('no document');
  return documents[0];
};

const read = (text: string, merge = false) => {
  const documents = parseYaml(text, { merge });
  if ('message' in documents) return `${documents.line}:${documents.column}: ${documents.message}`;
  return documents.map(({ value }) => value);
};

describe('what is read', () => {
  it.each<[string, string, unknown[]]>([
    [
      'core schema: words of YAML 1.1 are texts',
      'a: yes\nb: no\nc: on\nd: 0b1\ne: 1_000',
      [{ a: 'yes', b: 'no', c: 'on', d: '0b1', e: '1_000' }],
    ],
    ['a directive does not change that', '%YAML 1.1\n---\na: yes\nb: 010', [{ a: 'yes', b: 10 }]],
    ['a date is a text', 'until: 2027-03-31\nat: 2027-03-31T12:00:00Z', [{ until: '2027-03-31', at: '2027-03-31T12:00:00Z' }]],
    ['a scope with a port is a text', '- secureoci.com:5000\n- 12:30', [['secureoci.com:5000', '12:30']]],
    ['JSON', '{"a": [1, true, null, "\\u0041"]}', [{ a: [1, true, null, 'A'] }]],
    ['documents', 'a: 1\n---\nb: 2\n...\nc: 3\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['empty documents are left out', '\n', []],
    ['comments alone', '# nothing\n', []],
    ['an explicit null is no empty document', 'null', [null]],
    ['a byte order mark', '\ufeffa: 1', [{ a: 1 }]],
    ['CRLF', 'a: 1\r\nb:\r\n  - x\r\n', [{ a: 1, b: ['x'] }]],
    ['anchors', 'a: &x {b: 1}\nc: *x', [{ a: { b: 1 }, c: { b: 1 } }]],
    ['an anchor named again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', [{ a: 1, b: 1, c: 2, d: 2 }]],
    ['an anchor on a key', '&k a: *k', [{ a: 'a' }]],
    ['no merge: the key is a key', 'a: &x {b: 1}\n<<: *x', [{ a: { b: 1 }, '<<': { b: 1 } }]],
    ['keys of every object', 'constructor: 1\ntoString: 2', [{ constructor: 1, toString: 2 }]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('merges as kubectl does, and then keys that are numbers count as texts', () => {
    expect(read('base: &b {x: 1, y: 2}\na: {<<: *b, y: 3}\n8080: web', true)).toEqual([
      { base: { x: 1, y: 2 }, a: { x: 1, y: 3 }, 8080: 'web' },
    ]);
    expect(read('<<: {a: 1}\n<<: {b: 2}', true)).toEqual([{ a: 1, b: 2 }]);
  });

  it.each([false, true])('`__proto__` is a key like any other (merge: %s)', (merge) => {
    const text = merge ? '<<: {__proto__: {a: 1}}' : '__proto__: {a: 1}';
    const value = firstOf(text, merge).value as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

const list = (count: number, item: string) => Array(count).fill(item).join(',');

describe('what is refused, and where', () => {
  it.each<[string, string, string]>([
    ['a tag', 'a: !!str 1', '1:10: the tag tag:yaml.org,2002:str is not accepted'],
    ['a tag on a key', '!!str a: 1', '1:7: the tag tag:yaml.org,2002:str is not accepted'],
    ['the tag of nothing', 'a: ! 1', '1:6: the tag ! is not accepted'],
    ["a tag of one's own", '%TAG ! tag:x,2000:\n---\na: !y 1', '3:4: Unresolved tag: tag:x,2000:y'],
    ['an unknown version', '%YAML 1.3\n---\na: 1', '1:7: Unsupported YAML version 1.3'],
    ['an unknown directive', '%FOO bar\n---\na: 1', '1:1: Unknown directive %FOO'],
    ['a directive alone', '%', '1:1: Unknown directive %'],
    ['a key twice', 'a: 1\nb: 2\na: 3', '3:1: the key "a" stands twice in one object'],
    ['a key twice in JSON', '{"a": 1,\n "a": 2}', '2:2: the key "a" stands twice in one object'],
    ['a key that is a number', 'a:\n  0x10: 1', '2:3: the key 0x10 is not a text: write it between quotes'],
    ['a key that is true', 'true: 1', '1:1: the key true is not a text: write it between quotes'],
    ['a key that is nothing', '? \n: 1', '1:3: an empty key is not a text: write it between quotes'],
    ['a list for a key', '? [a, b]\n: 1', '1:3: a key must be a text, not a list, an object or an alias'],
    ['an alias for a key', 'a: &x b\n*x : 1', '2:1: a key must be a text, not a list, an object or an alias'],
    ['an alias of nothing', 'a: *x', '1:4: the alias *x has no anchor before it'],
    ['an alias before its anchor', 'a: *x\nb: &x 1', '1:4: the alias *x has no anchor before it'],
    ['a cycle', 'a: &x [1, *x]', '1:11: the alias *x stands inside what it repeats'],
    ['a cycle of an object', '&x\na: *x\nb: *x', '2:4: the alias *x stands inside what it repeats'],
    ['too many aliases', `a: &x 1\nb: &y 2\nc: [${list(50, '*x')},${list(51, '*y')}]`, '3:305: more than 100 aliases'],
    ['too deep', '['.repeat(maxNestingDepth + 1) + ']'.repeat(maxNestingDepth + 1), '1:65: nested deeper than 64 levels'],
    [
      'too deep by an alias',
      `- &x ${'['.repeat(40)}${']'.repeat(40)}\n- ${'['.repeat(30)}*x${']'.repeat(30)}`,
      '2:33: nested deeper than 64 levels',
    ],
    ['deeper than the stack', '['.repeat(20_000), expect.stringMatching(/^1:\d+: nested deeper than 64 levels$/) as unknown as string],
    ['a broken text, escaped', 'a: b\n]\u202e', '2:1: Unexpected flow-seq-end token in YAML stream: "]"'],
    ['a hostile key, escaped', '"\\e\u202e": 1\n"\\e\u202e": 2', '2:1: the key "\\u001b\\u202e" stands twice in one object'],
    ['a tab for indentation', 'a:\n\tb: 1', '2:1: Tabs are not allowed as indentation'],
    ['an error in a later document', 'a: 1\n---\nb: "', '3:5: Missing closing "quote'],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('one key spelled as a number and as a text, where both count', () => {
    expect(read('1: a\n"1": b', true)).toBe('2:1: the key "1" stands twice in one object');
  });

  it('as many aliases and levels as the limits allow', () => {
    expect(read(`a: &x 1\nb: [${list(maxYamlAliases, '*x')}]`)).toEqual([{ a: 1, b: Array(maxYamlAliases).fill(1) }]);
    expect(read('['.repeat(maxNestingDepth) + ']'.repeat(maxNestingDepth))).toHaveLength(1);
  });

  it('an expansion bomb, before it is expanded', () => {
    const levels = [...'bcdefgh'].map((name, i) => `${name}: &${name} [${list(9, `*${'abcdefg'[i]}`)}]`);
    expect(read(`a: &a [${list(10, '1')}]\n${levels.join('\n')}`)).toBe(`6:8: aliases that repeat more than ${maxYamlExpansion} values`);
  });
});

describe('time', () => {
  it('grows with the text, not with its square: 50,000 keys, each looked up', () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `k${i}: 1\n`).join('');
    const document = firstOf(text, true);
    for (let i = 0; i < 50_000; i++) expect(document.position([`k${i}`]).line === i + 1).toBe(true);
  });
});

describe('position', () => {
  const text = 'version: 1\nimages:\n  - a.io\n  - allow: b.io\n    "x y": 1\nlater: &a\n  k: v\nused: *a\n';
  const document = firstOf(text, false);
  it.each<[readonly (string | number)[], boolean, string]>([
    [[], false, '1:1'],
    [['images', 0], false, '3:5'],
    [['images', 1], false, '4:5'],
    [['images', 1, 'allow'], false, '4:12'],
    [['images', 1, 'allow'], true, '4:5'],
    [['images', 1, 'x y'], true, '5:5'],
    [['images', 9, 'nowhere'], false, '3:3'],
    [['used', 'k'], false, '7:6'],
    [['version', 'below'], false, '1:10'],
  ])('%j (on the key: %s)', (steps, onKey, expected) => {
    const { line, column } = document.position(steps, onKey);
    expect(`${line}:${column}`).toBe(expected);
  });
});

describe('what we write', () => {
  it('is read back as it was, whatever texts it has', () => {
    const values = [{ a: 'x\ny: #z\n', b: ['yes', '1', '', '- a', '\u0000\u2028'], c: 'a b '.repeat(100), '': null }, { version: 1 }];
    const documents = parseYaml(formatYaml(values, ['one', 'two\n- three: "']), { merge: false });
    expect('message' in documents ? documents : documents.map(({ value }) => value)).toEqual(values);
  });

  it('begins with the comment, which stays one', () => {
    expect(formatYaml([{ a: 1 }, { b: 2 }], ['one\ntwo'])).toBe('# one\\u000atwo\na: 1\n---\nb: 2\n');
  });
});
