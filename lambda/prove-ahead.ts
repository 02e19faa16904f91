/** Sets of requirements of one image, each judged anew and its verdict kept. */
import type { PinnedImage } from '../core/evidence/ports.ts';
import type { VerdictStore } from '../core/evidence/prove.ts';
import type { EvidenceRequirements } from '../core/evidence/requirement.ts';
import type { EvidenceViolation } from '../core/evidence/violation.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { EvidenceSource } from '../core/ports.ts';

/** Milliseconds for all evidence of one image: nobody waits, and the function has 60 s. */
const evidenceMs = 30_000;

export interface ProvingWorld {
  /** Keeps what it judged in this store. */
  readonly evidence: (store: VerdictStore) => EvidenceSource & { close(): void };
  /** Where verdicts are kept for admission. */
  readonly keep: VerdictStore['put'];
}

export interface Judged {
  readonly requirements: EvidenceRequirements;
  readonly violations: readonly EvidenceViolation[];
}

/** Nothing that was kept is believed: it may be what the event has changed. `lost`: a verdict could not be kept. */
export async function proveAll(
  policy: Policy,
  image: PinnedImage,
  sets: readonly EvidenceRequirements[],
  { evidence, keep }: ProvingWorld,
): Promise<{ readonly judged: readonly Judged[]; readonly lost: boolean }> {
  let lost = false;
  const source = evidence({
    get: async () => null,
    async put(key, verdict) {
      const kept = await keep(key, verdict);
      lost ||= !kept;
      return kept;
    },
  });
  try {
    const session = await source.session(policy, evidenceMs);
    const judged = await Promise.all(
      sets.map(async (requirements) => ({ requirements, violations: await session.prove(image, requirements) })),
    );
    return { judged, lost };
  } finally {
    source.close();
  }
}
