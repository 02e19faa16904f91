import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxQuotedLength } from '../../core/limits.ts';
import { escapeJson, escapeText, jsonText, quote } from '../../core/text.ts';

describe('escapeText', () => {
  it.each<[string, string, string]>([
    ['printable ASCII stays', ' a"\\~', ' a"\\~'],
    ['control characters', '\0\n\x1b[31m\x7f', '\\u0000\\u000a\\u001b[31m\\u007f'],
    ['C1 controls', '\x9b', '\\u009b'],
    ['line separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['what turns the direction of writing', '\u202e\u2066', '\\u202e\\u2066'],
    ['letters of other alphabets', 'grün', 'gr\\u00fcn'],
    ['a pair of surrogates', '\u{1f600}', '\\ud83d\\ude00'],
    ['half a pair', '\ud83d', '\\ud83d'],
  ])('%s', (_, text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });

  it('cuts, and says so', () => {
    expect(escapeText('a'.repeat(maxQuotedLength))).toBe('a'.repeat(maxQuotedLength));
    expect(escapeText('a'.repeat(maxQuotedLength + 1))).toBe(`${'a'.repeat(maxQuotedLength)}...`);
    expect(escapeText('abc', 2)).toBe('ab...');
  });
});

describe('quote', () => {
  it('escapes quotes and backslashes', () => {
    expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
  });

  it('is printable, and JSON that reads back as the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(quote(text)).toMatch(/^[ -~]*$/);
        expect(JSON.parse(quote(text))).toBe(text);
      }),
    );
  });
});

describe('escapeJson', () => {
  it('is printable, in lines, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (json, text) => {
        const value = [json, { [text]: text }];
        const written = escapeJson(JSON.stringify(value, null, 2));
        expect(written).toMatch(/^[\n -~]*$/);
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('jsonText', () => {
  it('is the JSON of the text in printable ASCII', () => {
    expect([jsonText(null), jsonText(''), jsonText('a b'), jsonText('"\\'), jsonText('é\n\x7f\u2028')]).toEqual([
      'null',
      '""',
      '"a b"',
      '"\\"\\\\"',
      '"\\u00e9\\n\\u007f\\u2028"',
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(jsonText(text)).toBe(escapeText(JSON.stringify(text), Number.POSITIVE_INFINITY));
        expect(JSON.parse(jsonText(text))).toBe(text);
      }),
    );
  });
});
