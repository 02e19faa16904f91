import { describe, expect, it } from '@jest/globals';
import { addUpEvidence, compileEvidence, type EvidenceDocument, noEvidence } from '../../../core/evidence/add-up.ts';

const spdx = { type: 'spdx', from: ['ci'] };
const vuln = { type: 'vuln', from: ['ci'] };
const sum = (a: EvidenceDocument, b: EvidenceDocument) => addUpEvidence(compileEvidence(a), compileEvidence(b));

describe('compileEvidence', () => {
  it.each<[string, EvidenceDocument, object]>([
    ['nothing', {}, noEvidence],
    [
      'every one of a list',
      { signedBy: ['a', 'b'] },
      {
        signedBy: [
          { anyOf: ['a'], count: 1 },
          { anyOf: ['b'], count: 1 },
        ],
      },
    ],
    ['one of several', { signedBy: { anyOf: ['a', 'b'] } }, { signedBy: [{ anyOf: ['a', 'b'], count: 1 }] }],
    ['so many of several', { signedBy: { anyOf: ['a', 'b', 'c'], count: 2 } }, { signedBy: [{ anyOf: ['a', 'b', 'c'], count: 2 }] }],
    [
      'vulnerabilities by the strictest defaults',
      { vulnerabilities: { max: 'low' } },
      { vulnerabilities: { max: 'low', fixableOnly: false, graceDays: 0, maxAgeDays: null, missing: 'deny', allow: [] } },
    ],
    [
      'what is forgiven through its last day',
      { vulnerabilities: { max: 'low', allow: [{ id: 'CVE-1', until: '2026-11-24' }] } },
      { vulnerabilities: { allow: [{ id: 'CVE-1', untilMs: Date.parse('2026-11-25T00:00:00Z') }] } },
    ],
  ])('%s', (_, document, expected) => {
    expect(compileEvidence(document)).toMatchObject(expected);
  });
});

describe('addUpEvidence', () => {
  it('unites lists, in order', () => {
    expect(sum({ signedBy: ['a'], attestations: [spdx] }, { signedBy: ['b'], attestations: [vuln] })).toEqual({
      ...compileEvidence({ signedBy: ['a', 'b'] }),
      attestations: [spdx, vuln],
    });
  });

  it.each<[string, NonNullable<EvidenceDocument['vulnerabilities']>, NonNullable<EvidenceDocument['vulnerabilities']>, object]>([
    ['the lower max', { max: 'high' }, { max: 'low' }, { max: 'low' }],
    ['fixable only where both say so', { max: 'low', fixableOnly: true }, { max: 'low' }, { fixableOnly: false }],
    ['the shorter grace', { max: 'low', graceDays: 7 }, { max: 'low', graceDays: 3 }, { graceDays: 3 }],
    ['the lower age', { max: 'low', maxAgeDays: 7 }, { max: 'low', maxAgeDays: 3 }, { maxAgeDays: 3 }],
    ['the only age', { max: 'low', maxAgeDays: 7 }, { max: 'low' }, { maxAgeDays: 7 }],
    ['no age', { max: 'low' }, { max: 'low' }, { maxAgeDays: null }],
    ['the stricter of what is missing', { max: 'low', missing: 'warn' }, { max: 'low', missing: 'allow' }, { missing: 'warn' }],
  ])('%s wins', (_, a, b, expected) => {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      expect(sum({ vulnerabilities: one }, { vulnerabilities: other }).vulnerabilities).toMatchObject(expected);
  });

  it('what only one asks is asked', () => {
    const { vulnerabilities } = compileEvidence({ vulnerabilities: { max: 'low' } });
    for (const [one, other] of [
      [{ vulnerabilities: { max: 'low' } }, {}],
      [{}, { vulnerabilities: { max: 'low' } }],
    ] as const)
      expect(sum(one, other).vulnerabilities).toEqual(vulnerabilities);
  });
});
