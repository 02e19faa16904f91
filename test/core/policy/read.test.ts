import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentShape } from '../../../core/policy/definition.ts';
import { problemsOf } from '../../../core/policy/read.ts';
import type { Shape, TextShape } from '../../../core/policy/shape.ts';

const lines = (value: unknown, shape: Shape) =>
  problemsOf(value, shape).map(
    ({ steps, onKey, expected, got, hint }) =>
      `${steps.join('.')}${onKey ? ' (key)' : ''}: ${expected} / ${got}${hint === null ? '' : ` / ${hint}`}`,
  );

const plain: TextShape = { type: 'text', doc: '', maxLength: 5 };
const secret: TextShape = {
  type: 'text',
  doc: '',
  secret: true,
  check: (text) => (text === 'ok' ? null : { expected: 'ok', reason: null }),
};

describe('problemsOf', () => {
  it.each<[string, unknown, Shape, string[]]>([
    ['a number in its range', 5, { type: 'number', doc: '', min: 1, max: 5 }, []],
    ['a number out of it', 6, { type: 'number', doc: '', min: 1, max: 5 }, [': a whole number from 1 to 5 / 6']],
    ['no whole number', 1.5, { type: 'number', doc: '', min: 1, max: 5 }, [': a whole number from 1 to 5 / 1.5']],
    ['not a number', Number.NaN, { type: 'number', doc: '', min: 1, max: 5 }, [': a whole number from 1 to 5 / NaN']],
    ['a number as a text', '5', { type: 'number', doc: '', min: 1, max: 5 }, [': a whole number from 1 to 5 / "5"']],
    ['a text', 'abc', plain, []],
    ['too long a text', 'abcdef', plain, [': a text of 1 to 5 characters without control characters / "abcdef" / it has 6 characters']],
    ['a control character', 'a\x9b', plain, [': a text of 1 to 5 characters without control characters / "a\\u009b"']],
    ['a number for a text', 5, plain, [': a text / 5 / write it between quotes']],
    ['a secret', 'hunter2', secret, [': ok / 7 characters']],
    ['a secret number', 12345, secret, [': ok / a number / write it between quotes']],
    ['a secret in the place of its list', 'hunter2', { type: 'list', doc: '', of: secret, max: 2 }, [': a list / a string']],
    ['too many items', [1, 2, 3], { type: 'list', doc: '', of: plain, max: 2 }, [': at most 2 items / 3 items']],
    ['too many keys', { a: 'x', b: 'x', c: 'x' }, { type: 'map', doc: '', key: plain, of: plain, max: 2 }, [': at most 2 keys / 3 keys']],
    ['a choice of one', 'bbb', { type: 'choice', doc: '', values: ['a'] }, [': a / "bbb"']],
  ])('%s', (_, value, shape, expected) => {
    expect(lines(value, shape)).toEqual(expected);
  });

  it('never throws, and every problem is printable', () => {
    const values = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...Object.keys(documentShape.keys), '__proto__', '\u202e'), fc.jsonValue()),
    );
    fc.assert(
      fc.property(values, (value) => {
        for (const { expected, got, hint } of problemsOf(value, documentShape))
          expect(`${expected}${got}${hint ?? ''}`).toMatch(/^[ -~]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
