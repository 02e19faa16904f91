/** What changes when one policy takes another's place: which of the samples get another verdict. */
import { takenForGranted } from '../evidence/proofs.ts';
import { decide } from '../policy/decide.ts';
import type { Finding, Verdict } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import { clauseOf, groupByImage } from '../policy/words.ts';
import { type EvidenceChange, evidenceChange } from './evidence.ts';
import type { Sample } from './sample.ts';

export type ChangeKind = 'newly-denied' | 'newly-allowed' | 'newly-warned' | 'no-longer-warned' | EvidenceChange['kind'];

export interface Change {
  readonly kind: ChangeKind;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly name: string;
  /** What the stricter of the two says, or what is asked of evidence, one clause an image. */
  readonly reasons: readonly string[];
  /** How many samples are the same. */
  readonly count: number;
}

export interface PolicyDiff {
  readonly samples: number;
  /** Samples whose record named only some of their images. */
  readonly partial: number;
  readonly changes: readonly Change[];
}

/** Equal samples (place, name and images) are one workload. */
export function diffPolicies(before: Policy, after: Policy, samples: readonly Sample[], nowMs: number): PolicyDiff {
  const groups = Map.groupBy(samples, ({ cluster, namespace, name, workload }) =>
    JSON.stringify([cluster, namespace, name, workload.images.map(({ image }) => image), workload.defects.map(({ detail }) => detail)]),
  );
  const changes = [...groups.values()].flatMap((group) => {
    const [sample] = group;
    return sample === undefined ? [] : changeOf(before, after, sample, group.length, nowMs);
  });
  return { samples: groups.size, partial: samples.filter(({ isPartial }) => isPartial).length, changes };
}

function changeOf(before: Policy, after: Policy, { cluster, namespace, name, workload }: Sample, count: number, nowMs: number): Change[] {
  // Evidence is of today, whatever was recorded: it is taken for granted.
  const occasion = { place: { cluster, namespace }, nowMs, proofs: takenForGranted };
  const [old, now] = [decide(before, [workload], occasion), decide(after, [workload], occasion)];
  const kind = kindOf(old, now);
  if (kind === null) return old.allowed ? changeOfEvidence() : [];
  const stricter = kind === 'newly-denied' || kind === 'newly-warned' ? now : old;
  const severity = stricter.allowed ? 'warn' : 'deny';
  const reasons = groupByImage(stricter.findings)
    .filter((group) => has(group, severity))
    .map(clauseOf);
  return [{ kind, cluster, namespace, name, reasons, count }];

  function changeOfEvidence(): Change[] {
    const texts = workload.images.map(({ image }) => image);
    const changed = evidenceChange(texts, { policy: before, verdict: old }, { policy: after, verdict: now });
    return changed === null ? [] : [{ ...changed, cluster, namespace, name, count }];
  }
}

function kindOf(old: Verdict, now: Verdict): ChangeKind | null {
  if (old.allowed !== now.allowed) return now.allowed ? 'newly-allowed' : 'newly-denied';
  const [warned, warns] = [has(old.findings, 'warn'), has(now.findings, 'warn')];
  if (!now.allowed || warned === warns) return null;
  return warns ? 'newly-warned' : 'no-longer-warned';
}

function has(findings: readonly Finding[], severity: Finding['severity']): boolean {
  return findings.some((finding) => finding.severity === severity);
}
