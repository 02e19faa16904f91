/** From a decision's questions to answers: each image that it wants to know of is asked for once. */
import { someAtOnce } from '../some-at-once.ts';
import { maxImagesAtOnce } from './limits.ts';
import type { PinnedImage } from './ports.ts';
import { type Proofs, type Prover, unasked } from './proofs.ts';
import { type EvidenceRequirements, textOf } from './requirement.ts';
import { imageText } from './words.ts';

/** All that `judge` wants to know. `prover` null: nobody can be asked. */
export async function proofsFor(prover: Prover | null, judge: (proofs: Proofs) => void): Promise<Proofs> {
  const wanted = new Map<string, { readonly image: PinnedImage; readonly requirements: EvidenceRequirements }>();
  judge({
    of: ({ host, path, digest }, requirements) => {
      if (digest === null) return null;
      const image = { host, path, digest };
      wanted.set(keyOf(image, requirements), { image, requirements });
      return null;
    },
  });
  const answers = await someAtOnce(
    [...wanted],
    maxImagesAtOnce,
    async ([key, { image, requirements }]) => [key, (await prover?.prove(image, requirements)) ?? [unasked]] as const,
  );
  const known = new Map(answers);
  return {
    of: ({ host, path, digest }, requirements) =>
      digest === null ? null : (known.get(keyOf({ host, path, digest }, requirements)) ?? null),
  };
}

function keyOf(image: PinnedImage, requirements: EvidenceRequirements): string {
  return `${imageText(image)} ${textOf(requirements)}`;
}
