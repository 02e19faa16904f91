import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addUpEvidence, compileEvidence, type EvidenceDocument } from '../../../core/evidence/add-up.ts';
import { lacksEvidence } from '../../../core/evidence/lacks.ts';

const of = (document: EvidenceDocument) => compileEvidence(document);
const spdx = { type: 'spdx', from: ['a'] };
const cve = { id: 'CVE-1', until: '2027-01-01', reason: 'r' };

describe('lacksEvidence', () => {
  it.each<[string, EvidenceDocument, EvidenceDocument, boolean]>([
    ['nothing of nothing', {}, {}, false],
    ['nothing of something', {}, { signedBy: ['a'] }, true],
    ['something of nothing', { signedBy: ['a'] }, {}, false],
    ['the same', { signedBy: ['a', 'b'] }, { signedBy: ['b'] }, false],
    ['another', { signedBy: ['a'] }, { signedBy: ['b'] }, true],
    ['fewer of the same', { signedBy: { anyOf: ['a', 'b'], count: 1 } }, { signedBy: { anyOf: ['a', 'b'], count: 2 } }, true],
    ['an attestation', { attestations: [spdx] }, { attestations: [spdx] }, false],
    ['an attestation with a condition', { attestations: [spdx] }, { attestations: [{ ...spdx, fields: { x: 'y' } }] }, true],
    ['no scan', {}, { vulnerabilities: { max: 'high' } }, true],
    ['worse', { vulnerabilities: { max: 'critical' } }, { vulnerabilities: { max: 'high' } }, true],
    ['better', { vulnerabilities: { max: 'low' } }, { vulnerabilities: { max: 'high' } }, false],
    ['only the fixable', { vulnerabilities: { max: 'high', fixableOnly: true } }, { vulnerabilities: { max: 'high' } }, true],
    ['more grace', { vulnerabilities: { max: 'high', graceDays: 2 } }, { vulnerabilities: { max: 'high', graceDays: 1 } }, true],
    ['any age', { vulnerabilities: { max: 'high' } }, { vulnerabilities: { max: 'high', maxAgeDays: 1 } }, true],
    ['older', { vulnerabilities: { max: 'high', maxAgeDays: 2 } }, { vulnerabilities: { max: 'high', maxAgeDays: 1 } }, true],
    ['a scan may be missing', { vulnerabilities: { max: 'high', missing: 'warn' } }, { vulnerabilities: { max: 'high' } }, true],
    ['forgives more', { vulnerabilities: { max: 'high', allow: [cve] } }, { vulnerabilities: { max: 'high' } }, true],
    [
      'forgives longer',
      { vulnerabilities: { max: 'high', allow: [{ ...cve, until: '2027-01-02' }] } },
      { vulnerabilities: { max: 'high', allow: [cve] } },
      true,
    ],
    ['forgives the same', { vulnerabilities: { max: 'high', allow: [cve] } }, { vulnerabilities: { max: 'high', allow: [cve] } }, false],
  ])('%s', (_, has, needs, expected) => {
    expect(lacksEvidence(of(has), of(needs))).toBe(expected);
  });

  it('what adds more lacks nothing, but for what it forgives', () => {
    const names = fc.subarray(['a', 'b', 'c']);
    const documents = fc.record({
      signedBy: names,
      vulnerabilities: fc.record({
        max: fc.constantFrom('none', 'low', 'medium', 'high', 'critical'),
        fixableOnly: fc.boolean(),
        graceDays: fc.nat(3),
        missing: fc.constantFrom('deny', 'warn', 'allow'),
      }),
    });
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        expect(lacksEvidence(addUpEvidence(of(a as EvidenceDocument), of(b as EvidenceDocument)), of(b as EvidenceDocument))).toBe(false);
      }),
    );
  });
});
