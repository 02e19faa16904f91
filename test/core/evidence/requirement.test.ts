import { describe, expect, it } from '@jest/globals';
import { compileEvidence, type EvidenceDocument } from '../../../core/evidence/add-up.ts';
import { asksNothing, textOf, verifiersNeeded } from '../../../core/evidence/requirement.ts';

describe('asksNothing', () => {
  it.each<[string, EvidenceDocument, boolean]>([
    ['nothing', {}, true],
    ['a signature', { signedBy: ['a'] }, false],
    ['an attestation', { attestations: [{ type: 'spdx', from: ['a'] }] }, false],
    ['a scan', { vulnerabilities: { max: 'critical' } }, false],
  ])('%s', (_, document, expected) => {
    expect(asksNothing(compileEvidence(document))).toBe(expected);
  });
});

it('verifiersNeeded names each once, of signatures and attestations', () => {
  const document = { signedBy: { anyOf: ['a', 'b'] }, attestations: [{ type: 'spdx', from: ['b', 'c'] }] };
  expect([...verifiersNeeded(compileEvidence(document))]).toEqual(['a', 'b', 'c']);
});

it('textOf is one for what says the same', () => {
  const [one, same, other] = ['a', 'a', 'b'].map((name) => textOf(compileEvidence({ signedBy: [name] })));
  expect([one === same, one === other]).toEqual([true, false]);
});
