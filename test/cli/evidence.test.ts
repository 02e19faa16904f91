import { describe, expect, it } from '@jest/globals';
import { inTurns } from '../../cli/evidence.ts';
import { noEvidence } from '../../core/evidence/add-up.ts';
import type { Prover } from '../../core/evidence/proofs.ts';

const image = { host: 'a.io', path: 'b', digest: `sha256:${'a'.repeat(64)}` };

describe('inTurns', () => {
  it.each([
    [1, [1]],
    [20, [20]],
    [21, [20, 1]],
    [65, [20, 20, 20, 5]],
  ])('%i images in sessions of %j', async (images, expected) => {
    const asked: number[] = [];
    const open = async (): Promise<Prover> => {
      const session = asked.push(0) - 1;
      return {
        prove: async () => {
          asked[session] = (asked[session] ?? 0) + 1;
          return [];
        },
      };
    };
    const prover = inTurns(open);
    await Promise.all(Array.from({ length: images }, () => prover.prove(image, noEvidence)));
    expect(asked).toEqual(expected);
  });

  it('nobody to ask is no proof', async () => {
    expect(await inTurns(async () => null).prove(image, noEvidence)).toMatchObject([{ rule: 'unverifiable' }]);
  });
});
