import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxBodyBytes, maxNestingDepth } from '../../../core/limits.ts';
import { parseBody } from '../../../core/review/body.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string) => parseBody(bytesOf(text));
const lists = (levels: number, core = ''): string => '['.repeat(levels) + core + ']'.repeat(levels);
const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const tooDeep = { code: 400, message: `the body is nested deeper than ${maxNestingDepth} levels` };
const notUtf8 = { code: 400, message: 'the body is not valid UTF-8' };

/** Levels that each opening takes, itself included. */
const depths = { '[': 1, '[1,': 1, '[{},': 2, '[[[]],': 3, '{"a":': 1, '{"a":{},"b":': 2, '{"a":[{}],"b":': 3, '{"a":{"b":[]},"c":': 3 };

describe('parseBody', () => {
  it.each<[string, unknown]>([
    ['{"a":[1,null,"é"]}', { a: [1, null, 'é'] }],
    [' \t\r\n{} ', {}],
    ['null', null],
    ['1', 1],
    ['{"a":1,"a":2}', { a: 2 }],
    ['"\\ud800"', '\ud800'],
    [JSON.stringify(lists(1000)), lists(1000)],
  ])('reads %.60s', (text, value) => {
    expect(parse(text)).toEqual({ value });
  });

  it('keeps __proto__ as a key like any other', () => {
    const parsed = parse('{"__proto__":{"kind":"ImageReview"},"constructor":1}');
    expect(Object.keys((parsed as { value: object }).value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf((parsed as { value: object }).value)).toBe(Object.prototype);
  });

  it.each<[string, string]>([
    ['', 'the body is empty: expected a JSON object'],
    ['\ufeff{}', 'the body begins with a byte order mark: send JSON without one'],
    ['{', "the body is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
    ['{"a":1', "the body is not JSON: Expected ',' or '}' after property value in JSON at position 6 (line 1 column 7)"],
    ['kind: Pod', 'the body is not JSON: Unexpected token \'k\', "kind: Pod" is not valid JSON'],
    ['\u0000', 'the body is not JSON: Unexpected token \'\\u0000\', "\\u0000" is not valid JSON'],
    ["{'a':1}", "the body is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
    ['{} {}', 'the body is not JSON: Unexpected non-whitespace character after JSON at position 3 (line 1 column 4)'],
    ['NaN', 'the body is not JSON: "NaN" is not valid JSON'],
    ['\u202e', 'the body is not JSON: Unexpected token \'\\u202e\', "\\u202e" is not valid JSON'],
  ])('refuses %j', (text, message) => {
    expect(parse(text)).toEqual({ code: 400, message });
  });

  it.each<[string, number[]]>([
    ['a lone continuation byte', [0x22, 0x80, 0x22]],
    ['a truncated sequence', [0x22, 0xc3]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['beyond Unicode', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
    ['gzip', [0x1f, 0x8b, 0x08, 0x00]],
  ])('refuses %s', (_, bytes) => {
    expect(parseBody(Uint8Array.from(bytes))).toEqual(notUtf8);
  });

  // Small bodies are known to be shallow by their brackets, larger ones are looked at.
  it.each([0, 10_000])('counts levels to the limit, outside strings, with %d blanks behind', (blanks) => {
    const parse = (text: string) => parseBody(bytesOf(text + ' '.repeat(blanks)));
    expect(parse(lists(maxNestingDepth))).toHaveProperty('value');
    expect(parse(objects(maxNestingDepth))).toHaveProperty('value');
    expect(parse(lists(maxNestingDepth, '"[[[[{{{{"'))).toHaveProperty('value');
    expect(parse(lists(maxNestingDepth, '{},"[",{},"]",[]'))).toEqual(tooDeep);
    expect(parse(`[${'{},[],'.repeat(maxNestingDepth)}1]`)).toHaveProperty('value');
    expect(parse(lists(maxNestingDepth + 1))).toEqual(tooDeep);
    expect(parse(objects(maxNestingDepth + 1))).toEqual(tooDeep);
    expect(parse(`{"a":1,"__proto__":${lists(maxNestingDepth)}}`)).toEqual(tooDeep);
    expect(parse(`[1,[],${lists(maxNestingDepth)}]`)).toEqual(tooDeep);
  });

  it('finds the level that is too deep under any mixture of lists and objects', () => {
    const levels = fc.array(fc.constantFrom(...(Object.keys(depths) as (keyof typeof depths)[])), {
      minLength: maxNestingDepth - 3,
      maxLength: maxNestingDepth + 3,
    });
    fc.assert(
      fc.property(levels, fc.constantFrom(0, 10_000), (opened, blanks) => {
        const closed = opened.map((text) => (text.startsWith('[') ? ']' : '}')).reverse();
        const parsed = parse(`${opened.join('')}1${closed.join('')}${' '.repeat(blanks)}`);
        // What stands beside the path is at most two levels deeper than its opening.
        const deepest = Math.max(...opened.map((text, i) => i + depths[text]));
        if (deepest > maxNestingDepth) expect(parsed).toEqual(tooDeep);
        else expect(parsed).toHaveProperty('value');
      }),
    );
  });

  it('survives the deepest bodies that fit', () => {
    expect(parse(lists(maxBodyBytes / 2))).toEqual(tooDeep);
    expect(parse('['.repeat(maxBodyBytes))).toMatchObject({ code: 400 });
    expect(parse('{"a":'.repeat(maxBodyBytes / 5))).toMatchObject({ code: 400 });
  });
});
