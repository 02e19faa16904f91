import { expect, it } from '@jest/globals';
import { unasked } from '../../../core/evidence/proofs.ts';
import { unverifiable } from '../../../core/evidence/violation.ts';

it('what could not be checked is for onError alone, never a warning by itself, and names two reasons', () => {
  expect(unverifiable('the scan', ['a', 'b', 'c'])).toEqual({
    rule: 'unverifiable',
    detail: 'the scan could not be checked: a; b',
    fix: 'ask again when the registry answers, or have onError say what holds meanwhile',
    warnOnly: false,
  });
  expect(unasked).toMatchObject({ rule: 'unverifiable', warnOnly: false });
});
