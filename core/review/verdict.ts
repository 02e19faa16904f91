/** The verdict on a review's workloads: decided at once where nothing has to be asked or loaded for it. */
import { workloadsOnTrial } from '../policy/break-glass.ts';
import { decide } from '../policy/decide.ts';
import type { Verdict } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import type { EvidenceSession } from '../ports.ts';
import type { Workload } from '../workload/visit.ts';
import type { Trial } from './trial.ts';

export function judged(trial: Trial, policy: Policy): Verdict | Promise<Verdict> {
  const workloads = workloadsOnTrial(policy.breakGlass, trial.review.workloads, trial.review.whole);
  if (policy.asksEvidence) return proved(trial, policy, workloads);
  return withWorkloads(trial, policy, decide(policy, workloads, trial.occasion));
}

async function proved(trial: Trial, policy: Policy, workloads: readonly Workload[]): Promise<Verdict> {
  return withWorkloads(trial, policy, await decided(trial, policy, workloads, await sessionOf(trial, policy)));
}

export async function sessionOf({ engine: { evidence, clock }, deadlineMs }: Trial, policy: Policy): Promise<EvidenceSession | null> {
  return evidence === null ? null : evidence.session(policy, Math.max(0, deadlineMs - clock.monotonic()));
}

/** What is needed to ask is loaded with the first review under a policy that asks for evidence. */
export async function decided(
  trial: Trial,
  policy: Policy,
  workloads: readonly Workload[],
  prover: EvidenceSession | null,
): Promise<Verdict> {
  const { occasion, engine } = trial;
  if (!policy.asksEvidence) return decide(policy, workloads, occasion);
  asking ??= await import('../evidence/asking.ts');
  const startMs = engine.clock.monotonic();
  const proofs = await asking.proofsFor(prover, (known) => decide(policy, workloads, { ...occasion, proofs: known }));
  trial.evidenceMs = engine.clock.monotonic() - startMs;
  return decide(policy, workloads, { ...occasion, proofs });
}

let asking: typeof import('../evidence/asking.ts') | null = null;

/** Their rules are loaded with the first review under a policy that asks for them at admission. */
export function withWorkloads({ review }: Trial, policy: Policy, verdict: Verdict): Verdict | Promise<Verdict> {
  if (!policy.workloads.admission || review.passes) return verdict;
  return import('../policy/workload-findings.ts').then(({ withWorkloadFindings }) =>
    withWorkloadFindings(policy, verdict, review.whole, review.place.cluster),
  );
}
