import { describe, expect, it } from '@jest/globals';
import { at, type Field, isOneOf, isUnset, isUnsetOr, itemsOf, maxListItems, say } from '../../../core/rules/field.ts';

function root(value: unknown): Field {
  return { value, isReadable: true, owner: null, spot: () => ({ path: 'spec', place: 'spec' }) };
}

/** `path = value`, or `path ?` when it cannot be read. */
function told({ value, isReadable, spot }: Field): string {
  return `${spot().path} ${isReadable ? `= ${JSON.stringify(value) ?? 'undefined'}` : '?'}`;
}

describe('at', () => {
  it.each<[unknown, string[], string]>([
    [{ a: { b: 1 } }, [], 'spec = {"a":{"b":1}}'],
    [{ a: { b: 1 } }, ['a', 'b'], 'spec.a.b = 1'],
    [{ a: {} }, ['a', 'b'], 'spec.a.b = undefined'],
    [{}, ['a', 'b'], 'spec.a.b = undefined'],
    [undefined, ['a'], 'spec.a = undefined'],
    [null, ['a'], 'spec.a = undefined'],
    [{ a: null }, ['a', 'b'], 'spec.a.b = undefined'],
    [{ a: 'x' }, ['a', 'b'], 'spec.a ?'],
    [{ a: 'x' }, ['a', 'b', 'c'], 'spec.a ?'],
    [{ a: [] }, ['a', 'length'], 'spec.a ?'],
    [false, ['a'], 'spec ?'],
    [{}, ['constructor'], 'spec.constructor = undefined'],
    [Object.create({ a: 1 }), ['a'], 'spec.a = undefined'],
    [{ 'a b': 1 }, ['a b'], 'spec["a b"] = 1'],
  ])('%j %j', (value, keys, expected) => {
    expect(told(at(root(value), ...keys))).toBe(expected);
  });
});

describe('itemsOf', () => {
  it.each<[unknown, string[]]>([
    [undefined, []],
    [null, []],
    [[], []],
    [
      [1, null],
      ['spec[0] = 1', 'spec[1] = null'],
    ],
    [{ 0: 1 }, ['spec ?']],
    ['ab', ['spec ?']],
  ])('%j', (value, expected) => {
    expect([...itemsOf(root(value))].map(told)).toEqual(expected);
  });

  it('of something unreadable is unreadable', () => {
    expect([...itemsOf(at(root(5), 'a'))].map(told)).toEqual(['spec ?']);
  });

  it('stand where their list stands', () => {
    expect([...itemsOf(root([1, 2]))].map(({ spot }) => spot().place)).toEqual(['spec', 'spec']);
  });

  it('end at the limit, unreadable', () => {
    const items = [...itemsOf(root(Array(maxListItems + 1).fill(0)))];
    expect(items).toHaveLength(maxListItems + 1);
    expect(items.slice(-2).map(told)).toEqual([`spec[${maxListItems - 1}] = 0`, 'spec ?']);
    expect([...itemsOf(root(Array(maxListItems).fill(0)))].map(told).at(-1)).toBe(`spec[${maxListItems - 1}] = 0`);
  });
});

describe('reading', () => {
  it.each<[unknown, boolean, boolean, boolean, string]>([
    [undefined, true, false, true, 'not set'],
    [null, true, false, true, 'not set'],
    [false, false, true, true, 'false'],
    [true, false, false, false, 'true'],
    [0, false, false, false, '0'],
    ['false', false, false, false, '"false"'],
    ['a"\n', false, false, false, '"a\\"\\u000a"'],
    [[], false, false, false, 'a list'],
    [{}, false, false, false, 'an object'],
  ])('%j', (value, unset, isFalse, unsetOrFalse, text) => {
    const field = root(value);
    expect([isUnset(field), isOneOf(field, [false]), isUnsetOr(field, [false]), say(field)]).toEqual([unset, isFalse, unsetOrFalse, text]);
  });

  it('takes nothing unreadable for harmless', () => {
    const field = at(root('x'), 'a');
    expect([isUnset(field), isOneOf(field, [undefined]), isUnsetOr(field, [undefined]), say(field)]).toEqual([
      false,
      false,
      false,
      'unreadable',
    ]);
  });
});
