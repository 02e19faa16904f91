// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles and shell scripts write variables like this.
import { describe, expect, it } from '@jest/globals';
import { expand } from '../../../core/dockerfile/expand.ts';
import { maxExpandedLength } from '../../../core/limits.ts';

const values: Readonly<Record<string, string | null>> = { A: 'one', EMPTY: '', PATHS: '/a/b/a/c', UNSET: null };
const lookup = (name: string): string | null | undefined => (Object.hasOwn(values, name) ? values[name] : undefined);

const cases: readonly [word: string, text: string, unknown: string[]][] = [
  ['a', 'a', []],
  ['$A', 'one', []],
  ['${A}x$A', 'onexone', []],
  ['$Ax', '$Ax', ['Ax']],
  ['\\$A', '$A', []],
  ["'$A'", '$A', []],
  ['"$A b"', 'one b', []],
  ['a"b"\'c\'', 'abc', []],
  ['"a\\"b"', 'a"b', []],
  ['"a\\b"', 'a\\b', []],
  ['$UNSET', '$UNSET', ['UNSET']],
  ['$NONE', '$NONE', ['NONE']],
  ['${A:-b}', 'one', []],
  ['${NONE:-b}', 'b', []],
  ['${EMPTY:-b}', 'b', []],
  ['${EMPTY-b}', '', []],
  ['${NONE:-${A}-x}', 'one-x', []],
  ['${NONE:-$OTHER}', '$OTHER', ['OTHER']],
  ['${NONE:-"}"}', '}', []],
  ['${A:+b}', 'b', []],
  ['${NONE:+b}', '', []],
  ['${A:?b}', 'one', []],
  ['${NONE:?b}', '${NONE:?b}', ['NONE']],
  ['${PATHS#/a}', '/b/a/c', []],
  ['${PATHS#*/a}', '/b/a/c', []],
  ['${PATHS##*/}', 'c', []],
  ['${PATHS%/*}', '/a/b/a', []],
  ['${PATHS%%/b*}', '/a', []],
  ['${PATHS%/c}', '/a/b/a', []],
  ['${PATHS/a/x}', '/x/b/a/c', []],
  ['${PATHS//a/x}', '/x/b/x/c', []],
  ['${PATHS#*b*}', '${PATHS#*b*}', ['PATHS']],
  ['${PATHS#?}', '${PATHS#?}', ['PATHS']],
  ['$', '$', []],
  ['${', '${', ['a substitution that no builder knows']],
  ['${A^^}', '${A^^}', ['a substitution that no builder knows']],
  ['${A:-b', '${A:-b', ['A']],
  ['$__proto__', '$__proto__', ['__proto__']],
];

describe('expand', () => {
  it.each(cases)('%s', (word, text, unknown) => {
    expect(expand(word, lookup, '\\')).toEqual({ text, unknown });
  });

  it('has the escape character of the file', () => {
    expect(expand('`$A\\$A', lookup, '`').text).toBe('$A\\one');
  });

  it(`stops at ${maxExpandedLength} characters`, () => {
    const { text, unknown } = expand('$A'.repeat(maxExpandedLength), lookup, '\\');
    expect([text.length, unknown]).toEqual([maxExpandedLength, ['a value that is too long']]);
    expect(expand(`\${PATHS//a/${'x'.repeat(maxExpandedLength / 2)}}`, lookup, '\\').unknown).toEqual(['PATHS']);
  });
});
