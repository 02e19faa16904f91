import { expect, it } from '@jest/globals';
import { describeRefused } from '../../../core/evidence/words.ts';

it('a long name in what was refused leaves room for the rest of the message', () => {
  const wrong = { code: 'untrusted', detail: `its certificate names ${'x'.repeat(2000)}` } as const;
  const refused = Array(32).fill({ form: 'sigstore-bundle', where: 'referrer x', wrong });
  const facts = { signatures: [], attestations: [], refused, trouble: null };
  const said = describeRefused(facts, { found: [], collected: { wrong: [], unknown: [] } });
  expect(said.length).toBeLessThan(1100);
  expect(said.endsWith('...; and 29 more')).toBe(true);
});
