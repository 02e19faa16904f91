/** Which evidence two policies ask of one workload. Verdicts take it for granted, so that a requirement which is dropped would go unseen. */
import { noEvidence } from '../evidence/add-up.ts';
import { lacksEvidence } from '../evidence/lacks.ts';
import { type EvidenceRequirements, verifiersNeeded } from '../evidence/requirement.ts';
import { describeRequirements } from '../evidence/words.ts';
import { canonicalJson } from '../policy/canonical.ts';
import type { Verdict } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import { quote } from '../text.ts';

export interface Side {
  readonly policy: Pick<Policy, 'verifiers'>;
  readonly verdict: Pick<Verdict, 'images'>;
}

export interface EvidenceChange {
  /** `less`: something that was asked is not any more, or not as strictly. */
  readonly kind: 'less-evidence' | 'other-evidence';
  /** One clause an image. */
  readonly reasons: readonly string[];
}

/** Null: the same is asked of every image, by the same verifiers. */
export function evidenceChange(images: readonly string[], before: Side, after: Side): EvidenceChange | null {
  const changes = images.flatMap((image, index) => {
    const [old, now] = [askedOf(before, index), askedOf(after, index)];
    if (identityOf(before, old) === identityOf(after, now)) return [];
    return [{ isLess: lacksEvidence(now, old), reason: `${quote(image)} ${describeChange(old, now)}` }];
  });
  if (changes.length === 0) return null;
  const kind = changes.some(({ isLess }) => isLess) ? 'less-evidence' : 'other-evidence';
  return { kind, reasons: changes.map(({ reason }) => reason) };
}

/** Nothing where nothing is judged: the namespace is exempt. */
function askedOf({ verdict }: Side, index: number): EvidenceRequirements {
  return verdict.images[index]?.match?.entry.require.evidence ?? noEvidence;
}

function identityOf({ policy }: Side, asked: EvidenceRequirements): string {
  return canonicalJson([asked, [...verifiersNeeded(asked)].map((name) => policy.verifiers.get(name) ?? null)]);
}

function describeChange(old: EvidenceRequirements, now: EvidenceRequirements): string {
  const [was, is] = [old, now].map((one) => describeRequirements(one).join(' and '));
  if (was === is) return `asks for ${is} by other keys or conditions`;
  return `asked for ${was || 'no evidence'}, and asks for ${is || 'no evidence'}`;
}
