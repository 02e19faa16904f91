import { describe, expect, it } from '@jest/globals';
import { modes } from '../../../core/policy/definition.ts';
import { isWeakerMode, modeOf, severityOf } from '../../../core/policy/mode.ts';
import { nowMs, policyOf } from './policies.ts';

describe('mode', () => {
  it('audit < warn < enforce', () => {
    expect(modes.flatMap((a) => modes.filter((b) => isWeakerMode(a, b)).map((b) => `${a} ${b}`))).toEqual([
      'warn enforce',
      'audit enforce',
      'audit warn',
    ]);
    expect(modes.map(severityOf)).toEqual(['deny', 'warn', 'info']);
  });

  it('enforceFrom begins at 00:00:00 UTC of its day', () => {
    const [entry] = policyOf({ images: [{ deny: 'a.io', enforceFrom: '2027-01-16' }] }).entries.get('a.io') ?? [];
    const day = Date.parse('2027-01-16T00:00:00Z');
    expect([day - 1, day].map((now) => modeOf('enforce', entry ?? null, now))).toEqual(['warn', 'enforce']);
    expect([day - 1, day].map((now) => modeOf('audit', entry ?? null, now))).toEqual(['audit', 'audit']);
    expect(modeOf('warn', null, nowMs)).toBe('warn');
  });
});
