import { describe, expect, it } from '@jest/globals';
import { compileEvidence, type EvidenceDocument } from '../../../core/evidence/add-up.ts';
import { violationsOfTag } from '../../../core/evidence/of-tag.ts';

describe('violationsOfTag', () => {
  it.each<[string, EvidenceDocument, string[]]>([
    ['nothing', {}, []],
    ['signatures', { signedBy: ['a', 'b'] }, ['signature-required']],
    ['attestations', { attestations: [{ type: 'spdx', from: ['a'] }] }, ['attestation-required']],
    ['a scan', { vulnerabilities: { max: 'low' } }, ['vulnerabilities']],
    ['a scan that may be missing', { vulnerabilities: { max: 'low', missing: 'warn' } }, ['vulnerabilities warn only']],
    ['a scan that need not be', { vulnerabilities: { max: 'low', missing: 'allow' } }, []],
    ['all', { signedBy: ['a'], vulnerabilities: { max: 'low' } }, ['signature-required', 'vulnerabilities']],
  ])('where %s is asked', (_, document, expected) => {
    const found = violationsOfTag(compileEvidence(document)).map(({ rule, warnOnly }) => `${rule}${warnOnly ? ' warn only' : ''}`);
    expect(found).toEqual(expected);
  });
});
