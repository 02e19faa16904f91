/** Why an image is allowed or denied: the ladder that was tried, the entry that decided, the nearest that would have matched. */

import { takenForGranted } from '../evidence/proofs.ts';
import { describeRequirements } from '../evidence/words.ts';
import { formatReference, isRefusal, parseReference } from '../image/reference.ts';
import type { Workload } from '../workload/visit.ts';
import { decide, type Occasion } from './decide.ts';
import type { Finding, Verdict } from './finding.ts';
import { chooseEntry, rungsOf } from './ladder.ts';
import { nearest } from './nearest.ts';
import type { Entry, Policy } from './policy.ts';
import { appliesTo } from './where.ts';
import { clauseOf } from './words.ts';

export interface Explanation {
  /** As written, hostile. */
  readonly image: string;
  readonly canonical: string | null;
  readonly allowed: boolean;
  /** As admission would say it; null when the image is allowed without any finding. */
  readonly message: string | null;
  /** Most specific first. */
  readonly ladder: readonly { readonly scope: string; readonly note: string; readonly decides: boolean }[];
  readonly entry: string | null;
  /** What must be proved about the image besides, one clause each; empty when no entry admits it. */
  readonly evidence: readonly string[];
  /** The entry that a small change would have met; null when one decided, or none is near. */
  readonly nearest: string | null;
  readonly findings: readonly Pick<Finding, 'rule' | 'severity' | 'detail' | 'fix'>[];
}

export function explain(policy: Policy, image: string, occasion: Occasion): Explanation {
  const workload: Workload = {
    kind: null,
    apiVersion: null,
    name: null,
    namespace: null,
    path: '',
    podSpec: null,
    defects: [],
    images: [{ image, path: '', list: 'containers', container: null, place: null }],
  };
  const verdict = decide(policy, [workload], { proofs: takenForGranted, ...occasion });
  const [judged] = verdict.images;
  const reference = parseReference(image);
  const entry = judged?.match?.scope ?? null;
  const line = verdict.findings.length === 0 ? null : clauseOf(verdict.findings);
  return {
    image,
    canonical: isRefusal(reference) ? null : formatReference(reference),
    allowed: verdict.allowed,
    message: verdict.exempt === null ? line : `the namespace ${verdict.exempt} is exempt: nothing is judged there`,
    ladder: isRefusal(reference)
      ? []
      : rungsOf(reference).map(({ scope, denyOnly }) => ({
          scope,
          note: noteOf(policy.entries.get(scope) ?? [], denyOnly, occasion),
          decides: scope === entry,
        })),
    entry,
    evidence: judged?.match == null ? [] : describeRequirements(judged.match.entry.require.evidence),
    nearest:
      entry === null && isLookedUp(policy, verdict) && !isRefusal(reference) ? nearestScope(policy, reference.host, reference.path) : null,
    findings: verdict.findings.map(({ rule, severity, detail, fix }) => ({ rule, severity, detail, fix })),
  };
}

/** Where denyAll is on or the namespace is exempt, no entry would have changed anything. */
function isLookedUp({ denyAll }: Policy, { exempt }: Verdict): boolean {
  return !denyAll && exempt === null;
}

function noteOf(entries: readonly Entry[], denyOnly: boolean, { place, nowMs }: Occasion): string {
  if (entries.length === 0) return 'no entry';
  const chosen = chooseEntry(entries, place, nowMs, denyOnly);
  if (chosen !== null) return chosen.preset === undefined ? chosen.effect : `${chosen.effect}, of the preset ${chosen.preset}`;
  const reasons = entries.map((entry) => {
    if (denyOnly && entry.effect === 'allow') return 'allow, of the tag only: what runs is the digest';
    if (entry.untilMs !== null && nowMs >= entry.untilMs) return `${entry.effect}, over since ${new Date(entry.untilMs).toISOString()}`;
    return appliesTo(entry.where, place, false) ? entry.effect : `${entry.effect}, elsewhere`;
  });
  return reasons.join('; ');
}

/** Among scopes of the same number of parts, the one that is spelled most alike. */
function nearestScope(policy: Policy, host: string, path: string): string | null {
  const parts = [host, ...path.split('/')];
  const allows = [...policy.entries].filter(([, entries]) => entries.some(({ effect }) => effect === 'allow')).map(([scope]) => scope);
  for (let count = parts.length; count > 0; count--) {
    const found = nearest(
      parts.slice(0, count).join('/'),
      allows.filter((scope) => scope.split('/').length === count),
    );
    if (found !== null) return found;
  }
  return null;
}
