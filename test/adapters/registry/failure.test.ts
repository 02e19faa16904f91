import { expect, it } from '@jest/globals';
import { type FailureCode, RegistryFailure } from '../../../adapters/registry/failure.ts';

it.each<[FailureCode, 'wrong' | 'unknown']>([
  ['unreachable', 'unknown'],
  ['timeout', 'unknown'],
  ['unauthorized', 'unknown'],
  ['throttled', 'unknown'],
  ['failed', 'unknown'],
  ['refused', 'unknown'],
  // Whoever may push can bring these about: a policy must not forgive them.
  ['mismatch', 'wrong'],
  ['malformed', 'wrong'],
  ['too-large', 'wrong'],
  ['too-many', 'wrong'],
])('%s is %s', (code, outcome) => {
  const cause = new Error('arn:secret');
  const failure = new RegistryFailure(code, 'said', cause);
  expect([failure.outcome, failure.message, failure.cause, failure.name]).toEqual([outcome, 'said', cause, 'RegistryFailure']);
});
