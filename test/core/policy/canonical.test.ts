import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256 } from '../../../core/policy/canonical.ts';

describe('canonicalJson', () => {
  it('sorts keys at every level, and keeps lists in order', () => {
    expect(canonicalJson({ b: [2, 1, { d: null, c: true }], a: 'x', __proto__x: 1, 10: 1, 9: 2 })).toBe(
      '{"10":1,"9":2,"__proto__x":1,"a":"x","b":[2,1,{"c":true,"d":null}]}',
    );
  });

  it('is the same for the same value, and JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const value: unknown = JSON.parse(JSON.stringify(json));
        const shuffle = (one: unknown): unknown =>
          Array.isArray(one)
            ? one.map(shuffle)
            : typeof one === 'object' && one !== null
              ? Object.fromEntries(
                  Object.entries(one)
                    .reverse()
                    .map(([key, child]) => [key, shuffle(child)]),
                )
              : one;
        expect(canonicalJson(shuffle(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });
});

it('sha256 is lower-case hex of the UTF-8 bytes', () => {
  expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});
