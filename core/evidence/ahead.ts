/** What an image may be asked to prove, wherever it is to run: so much can be judged before anybody wants to run it. */
import type { ImageReference } from '../image/reference.ts';
import { rungsOf } from '../policy/ladder.ts';
import type { Entry, Policy } from '../policy/policy.ts';
import { asksNothing, type EvidenceRequirements, textOf } from './requirement.ts';

/** Sets of requirements that one event has judged: one for each place that is treated differently; real policies have two. */
export const maxRequirementSets = 16;

/**
 * Of every allow that may decide for the image in some place, each set once, most specific entry first, at most
 * `maxRequirementSets`. None: the image is nowhere allowed, or nothing is asked of it.
 */
export function requirementsFor(policy: Pick<Policy, 'denyAll' | 'entries'>, image: ImageReference, nowMs: number): EvidenceRequirements[] {
  const sets = new Map<string, EvidenceRequirements>();
  for (const entry of policy.denyAll ? [] : allowsFor(policy, image, nowMs)) {
    const { evidence } = entry.require;
    if (!asksNothing(evidence)) sets.set(textOf(evidence), evidence);
  }
  return [...sets.values()].slice(0, maxRequirementSets);
}

/** Down the ladder, until an entry decides everywhere and for ever. */
function allowsFor({ entries }: Pick<Policy, 'entries'>, image: ImageReference, nowMs: number): Entry[] {
  const allows: Entry[] = [];
  for (const { scope, denyOnly } of rungsOf(image)) {
    const here = entries.get(scope) ?? [];
    const isDenied = here.some(({ effect, where }) => effect === 'deny' && where === null);
    if (isDenied) break;
    const applying = denyOnly ? [] : here.filter(({ effect, untilMs }) => effect === 'allow' && (untilMs === null || nowMs < untilMs));
    allows.push(...applying);
    if (applying.some(({ where, untilMs }) => where === null && untilMs === null)) break;
  }
  return allows;
}
