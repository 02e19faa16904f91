/** Entries that decided nothing in what was recorded. */
import type { Sample } from '../diff/sample.ts';
import { takenForGranted } from '../evidence/proofs.ts';
import { decide } from '../policy/decide.ts';
import { type MergedDocument, scopeOf } from '../policy/merge.ts';
import type { Policy } from '../policy/policy.ts';
import type { Remark } from './remark.ts';

export function unusedRemarks(policy: Policy, { images }: MergedDocument, samples: readonly Sample[], nowMs: number): Remark[] {
  const used = new Set<string>();
  for (const { cluster, namespace, workload } of samples) {
    const verdict = decide(policy, [workload], { place: { cluster, namespace }, nowMs, proofs: takenForGranted });
    for (const { match } of verdict.images) if (match !== null) used.add(match.scope);
  }
  return images.flatMap((entry, index): Remark[] => {
    const scope = scopeOf(entry);
    if (used.has(scope)) return [];
    return [
      { kind: 'unused', level: 'note', steps: ['images', index], message: `${scope} decided none of ${samples.length} recorded decisions` },
    ];
  });
}
