import { expect, it } from '@jest/globals';
import { countDistinct } from '../../../core/evidence/signers.ts';

it.each<[string, string[][], number]>([
  ['nobody', [], 0],
  ['verifiers without a signer', [[], []], 0],
  ['two verifiers, two signers', [['a'], ['b']], 2],
  ['two verifiers that trust one key', [['a'], ['a']], 1],
  ['one key by itself and in a certificate', [[`key ${'a'.repeat(64)}`], [`O=Acme, key ${'a'.repeat(64)}`]], 1],
  ['one key in two certificates', [[`O=Acme, key ${'a'.repeat(64)}`], [`O=Evil, key ${'a'.repeat(64)}`]], 1],
  ['one name with two keys', [[`O=Acme, key ${'a'.repeat(64)}`], [`O=Acme, key ${'b'.repeat(64)}`]], 2],
  ['two signatures for one verifier', [['a', 'b']], 1],
  ['the greedy choice is not the best', [['a', 'b'], ['a']], 2],
  ['a chain of exchanges', [['a', 'b'], ['b', 'c'], ['a'], ['c']], 3],
])('%s', (_, signers, expected) => {
  expect(countDistinct(signers)).toBe(expected);
});
