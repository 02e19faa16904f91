import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatVerdict, parseVerdict } from '../../../adapters/evidence/verdict-item.ts';
import { maxKeepMs } from '../../../core/evidence/keep.ts';
import type { StoredVerdict } from '../../../core/evidence/prove.ts';

const violation = { rule: 'vulnerabilities', detail: 'd', fix: 'f', warnOnly: false };
const verdict = { violations: [violation], judgedMs: 1000, untilMs: 2000 };
const stored = (text: unknown) => ({ Item: { id: { S: 'k' }, verdict: { S: text } } });
const read = (value: unknown) => parseVerdict(stored(JSON.stringify(value)));

describe('a verdict that is read', () => {
  it('is one that was written', () => {
    const printable = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[^ -~]/g, ''));
    const rule = fc.constantFrom('signature-required' as const, 'attestation-required' as const, 'vulnerabilities' as const);
    const verdicts: fc.Arbitrary<StoredVerdict> = fc
      .record({
        violations: fc.array(fc.record({ rule, detail: printable, fix: printable, warnOnly: fc.boolean() })),
        judgedMs: fc.nat(),
        keepMs: fc.nat({ max: maxKeepMs }),
      })
      .map(({ violations, judgedMs, keepMs }) => ({ violations, judgedMs, untilMs: judgedMs + keepMs }));
    fc.assert(
      fc.property(verdicts, (one) => {
        expect(parseVerdict(stored(formatVerdict(one)))).toEqual(one);
      }),
    );
  });

  it('has no more than its own parts', () => {
    expect(read({ ...verdict, more: 1, violations: [{ ...violation, more: 1 }] })).toEqual(verdict);
  });

  it('may hold a week, of two hundred violations', () => {
    const longest = { violations: Array(200).fill(violation), judgedMs: 1000, untilMs: 1000 + maxKeepMs };
    expect(read(longest)).toEqual(longest);
  });

  it.each<[string, unknown]>([
    ['no object', 1],
    ['a list', [verdict]],
    ['without violations', { ...verdict, violations: undefined }],
    ['too many violations', { ...verdict, violations: Array(201).fill(violation) }],
    ['what could not be checked', { ...verdict, violations: [{ ...violation, rule: 'unverifiable' }] }],
    ['a rule that there is not', { ...verdict, violations: [{ ...violation, rule: 'constructor' }] }],
    ['a detail that is no text', { ...verdict, violations: [{ ...violation, detail: 1 }] }],
    ['a detail for terminals', { ...verdict, violations: [{ ...violation, detail: '\u001b[2J' }] }],
    ['a fix of two lines', { ...verdict, violations: [{ ...violation, fix: 'a\nb' }] }],
    ['warnOnly as text', { ...verdict, violations: [{ ...violation, warnOnly: 'false' }] }],
    ['one violation that is none', { ...verdict, violations: [violation, null] }],
    ['a time as text', { ...verdict, judgedMs: '1000' }],
    ['half a millisecond', { ...verdict, judgedMs: 1000.5 }],
    ['before the epoch', { ...verdict, judgedMs: -1 }],
    ['an end before its beginning', { ...verdict, untilMs: 999 }],
    ['an end after more than a week', { ...verdict, untilMs: 1001 + maxKeepMs }],
    ['properties of its prototype', JSON.parse('{"__proto__": {"violations": [], "judgedMs": 1, "untilMs": 2}}')],
  ])('is none: %s', (_, value) => {
    expect(read(value)).toBeNull();
  });

  it.each<[unknown]>([[undefined], [{}], [{ Item: {} }], [{ Item: { verdict: { N: '1' } } }], [stored('{')], [stored(1)]])(
    'is none: %j',
    (answer) => {
      expect(parseVerdict(answer)).toBeNull();
    },
  );
});
