/**
 * A policy's own tests: each case is judged as admission would judge it now, in a Pod with that one image; evidence is
 * taken for granted, because a policy is tested without any registry.
 */
import { takenForGranted } from '../evidence/proofs.ts';
import type { Workload } from '../workload/visit.ts';
import { decide } from './decide.ts';
import type { CaseDocument } from './keys/cases.ts';
import type { Entry, Policy } from './policy.ts';
import { clauseOf } from './words.ts';

export interface CaseResult {
  readonly case: CaseDocument;
  readonly passed: boolean;
  readonly allowed: boolean;
  /** The deciding entry's scope; null when none decided. */
  readonly entry: string | null;
  /** What admission would say; null when there is nothing to say. */
  readonly message: string | null;
}

export interface CaseResults {
  readonly results: readonly CaseResult[];
  /** Scopes of entries that decided no case. */
  readonly untested: readonly string[];
}

export function runCases(policy: Policy, cases: readonly CaseDocument[], nowMs: number): CaseResults {
  const decided = new Set<Entry>();
  const scopes = new Set<string>();
  const results = cases.map((one): CaseResult => {
    const place = { cluster: one.cluster ?? null, namespace: one.namespace ?? null };
    const { allowed, images, findings, exempt } = decide(policy, [podOf(one.image)], { place, nowMs, proofs: takenForGranted });
    const [image] = images;
    if (image?.match != null) {
      decided.add(image.match.entry);
      scopes.add(image.match.scope);
    }
    const said = findings.length === 0 ? null : clauseOf(findings);
    const message = exempt === null ? said : `the namespace ${exempt} is exempt`;
    return { case: one, passed: allowed === (one.expect === 'allow'), allowed, entry: image?.match?.scope ?? null, message };
  });
  const untested = [...policy.entries].flatMap(([scope, entries]) =>
    entries.filter((entry) => entry.preset === undefined && !(scopes.has(scope) && decided.has(entry))).map(() => scope),
  );
  return { results, untested: [...new Set(untested)] };
}

function podOf(image: string): Workload {
  const use = { image, path: 'image', list: 'containers', container: null, place: null } as const;
  return { kind: 'Pod', apiVersion: 'v1', name: null, namespace: null, path: '', podSpec: null, images: [use], defects: [] };
}
