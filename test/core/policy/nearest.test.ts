import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../../core/policy/nearest.ts';

describe('nearest', () => {
  it.each<[string, string[], string | null]>([
    ['alow', ['allow', 'deny'], 'allow'],
    ['Mode', ['mode', 'version'], 'mode'],
    ['exemptNamespace', ['images', 'exemptNamespaces'], 'exemptNamespaces'],
    ['imgaes', ['images', 'require'], 'images'],
    ['x', ['mode'], null],
    ['', ['a'], 'a'],
    ['warm', ['warn', 'worm'], 'warn'],
    ['mode', [], null],
    ['k'.repeat(1_000_000), ['mode', 'version'], null],
  ])('%.20s among %j: %j', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
