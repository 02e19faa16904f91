import { describe, expect, it } from '@jest/globals';
import { compileEvidence } from '../../../core/evidence/add-up.ts';
import { proofsFor } from '../../../core/evidence/asking.ts';
import { type Proofs, type Prover, unasked } from '../../../core/evidence/proofs.ts';
import { imageText } from '../../../core/evidence/words.ts';
import { type ImageReference, isRefusal, parseReference } from '../../../core/image/reference.ts';

const hex = 'a'.repeat(64);
const [one, two] = [`a.io/x@sha256:${hex}`, `a.io/y@sha256:${hex}`];
const byKey = compileEvidence({ signedBy: ['k'] });
const byOther = compileEvidence({ signedBy: ['o'] });

function referenceOf(text: string): ImageReference {
  const reference = parseReference(text);
  if (isRefusal(reference)) throw new Error(reference.reason);
  return reference;
}

/** Says of each image and requirement which they were; remembers what it was asked. */
function proverOf() {
  const asked: string[] = [];
  const prover: Prover = {
    prove: async (image, { signedBy }) => {
      const detail = `${imageText(image)} by ${signedBy[0]?.anyOf[0]}`;
      asked.push(detail);
      return [{ rule: 'signature-required', detail, fix: '', warnOnly: false }];
    },
  };
  return { prover, asked };
}
const detailsOf = (proofs: Proofs, text: string, requirements = byKey) =>
  proofs.of(referenceOf(text), requirements)?.map(({ detail }) => detail) ?? null;

describe('proofsFor', () => {
  it('asks once for each image and each requirement, and keeps the answers apart', async () => {
    const { prover, asked } = proverOf();
    const proofs = await proofsFor(prover, (known) => {
      for (const text of [one, two, one]) expect(known.of(referenceOf(text), byKey)).toBeNull();
      expect(known.of(referenceOf(one), byOther)).toBeNull();
    });
    expect(asked).toEqual([`${one} by k`, `${two} by k`, `${one} by o`]);
    expect(detailsOf(proofs, one)).toEqual([`${one} by k`]);
    expect(detailsOf(proofs, two)).toEqual([`${two} by k`]);
    expect(detailsOf(proofs, one, byOther)).toEqual([`${one} by o`]);
    expect(detailsOf(proofs, one, compileEvidence({ signedBy: ['k'] }))).toEqual([`${one} by k`]);
  });

  it('asks by the digest, whatever tag stood before it', async () => {
    const { prover, asked } = proverOf();
    const proofs = await proofsFor(prover, (known) => void known.of(referenceOf(one.replace('@', ':1@')), byKey));
    expect([asked, detailsOf(proofs, one)]).toEqual([[`${one} by k`], [`${one} by k`]]);
  });

  it('asks nobody about a tag, and knows nothing of it', async () => {
    const { prover, asked } = proverOf();
    const proofs = await proofsFor(prover, (known) => expect(known.of(referenceOf('a.io/x:1'), byKey)).toBeNull());
    expect([asked, proofs.of(referenceOf('a.io/x:1'), byKey)]).toEqual([[], null]);
  });

  it('knows nothing of what was not asked', async () => {
    const proofs = await proofsFor(proverOf().prover, (known) => void known.of(referenceOf(one), byKey));
    expect([detailsOf(proofs, two), detailsOf(proofs, one, byOther)]).toEqual([null, null]);
  });

  it('proves nothing where nobody can be asked', async () => {
    const proofs = await proofsFor(null, (known) => void known.of(referenceOf(one), byKey));
    expect(proofs.of(referenceOf(one), byKey)).toEqual([unasked]);
  });
});
