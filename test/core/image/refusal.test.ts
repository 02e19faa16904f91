import { describe, expect, it } from '@jest/globals';
import { quote } from '../../../core/image/refusal.ts';
import { maxReasonQuoteLength } from '../../../core/limits.ts';

describe('quote', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\u001b[31m\n', '"\\u001b[31m\\u000a"'],
    ['\u0441\u{1f600}', '"\\u0441\\ud83d\\ude00"'],
    ['a'.repeat(maxReasonQuoteLength), `"${'a'.repeat(maxReasonQuoteLength)}"`],
    ['a'.repeat(maxReasonQuoteLength + 1), `"${'a'.repeat(maxReasonQuoteLength)}..."`],
  ])('%j -> %s', (text, expected) => expect(quote(text)).toBe(expected));
});
