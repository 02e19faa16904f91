/**
 * The policy as Parameter Store holds it: fresh for a while, then refreshed within a request under a short budget (work after
 * the answer would freeze with the environment), then the last good one, then nothing. One environment may serve several
 * requests at once: they share one refresh.
 *
 *     fresh 30 s -> stale, refreshing -> last good, up to `maxStaleMs` -> denied
 */
import type { Policy } from '../core/policy/policy.ts';
import type { Clock, PolicySource, PolicyState } from '../core/ports.ts';
import { ageOf, type Known, namesOf, type Report, take } from './known-policy.ts';
import type { GetParameters } from './ssm.ts';
import { CallError, withTries } from './tries.ts';

/** Milliseconds for which a read policy is taken for the newest: with the refresh a change is in force within 40 s. */
const freshMs = 30_000;
/** Milliseconds for all tries of an environment that has no policy yet. */
const coldMs = 1500;
/** Milliseconds that a request with a usable policy waits for a newer one. */
const refreshMs = 900;
/** Milliseconds after a failed refresh in which requests with a usable policy do not wait for another. */
const backoffMs = 3000;

export interface ParameterStoreOptions {
  /** Its parameters lie under `/image-warden/<stage>/`. */
  readonly stage: string;
  readonly getParameters: GetParameters;
  readonly clock: Clock;
  readonly maxStaleMs: number;
  /** The policy baked into the artifact, for a cold start without the store; null: there is none. */
  readonly snapshot: () => Promise<Policy | null>;
  /** From 0 to 1, for the pauses between tries. */
  readonly random: () => number;
  readonly report: Report;
}

interface Failure {
  readonly message: string;
  readonly atMs: number;
}

export function parameterStore(options: ParameterStoreOptions): PolicySource {
  const { stage, getParameters, clock, maxStaleMs, random, report } = options;
  const names = namesOf(stage);
  let known: Known | null = null;
  let failure: Failure | null = null;
  let refreshing: Promise<void> | null = null;

  const age = (): number => (known === null ? Number.POSITIVE_INFINITY : ageOf(known, clock, freshMs));
  const isUsable = (): boolean => known !== null && known.policy !== null && age() <= maxStaleMs;
  const isBackingOff = (): boolean => failure !== null && isUsable() && clock.monotonic() - failure.atMs < backoffMs;

  const read = async (endMs: number): Promise<void> => {
    try {
      const values = await withTries((timeoutMs) => getParameters(names, timeoutMs), { clock, endMs, random });
      known = await take(known, values, stage, clock, report);
      failure = null;
    } catch (error) {
      const message = `Parameter Store could not be read: ${error instanceof CallError ? error.message : 'a defect'}`;
      failure = { message, atMs: clock.monotonic() };
      report({ level: 'ERROR', message, policy: null });
    }
  };
  const refresh = async (endMs: number): Promise<void> => {
    refreshing ??= read(endMs).finally(() => {
      refreshing = null;
    });
    await settled(refreshing, Math.max(0, endMs - clock.monotonic()));
  };
  const bake = async (): Promise<void> => {
    const policy = await options.snapshot();
    // Another request may have read the store in the meantime.
    if (policy !== null && !known?.policy) known = baked(known, policy, clock);
  };
  const refreshed = async (budgetMs: number): Promise<PolicyState> => {
    const endMs = clock.monotonic() + Math.min(budgetMs, isUsable() ? refreshMs : coldMs);
    // What another request began may have been frozen with the environment: its failure says nothing of the store now.
    const joined = refreshing !== null;
    if (!isBackingOff()) await refresh(endMs);
    if (joined && age() >= freshMs && clock.monotonic() < endMs) await refresh(endMs);
    if (!known?.policy) await bake();
    return stateOf(known, age(), failure, maxStaleMs);
  };
  return {
    current: (budgetMs) => {
      const ageMs = age();
      return ageMs < freshMs ? stateOf(known, ageMs, failure, maxStaleMs) : refreshed(budgetMs);
    },
  };
}

function stateOf(known: Known | null, ageMs: number, failure: Failure | null, maxStaleMs: number): PolicyState {
  const problem = failure?.message ?? known?.problem ?? null;
  if (known === null) return { policy: null, clusters: null, stale: false, problem: problem ?? 'Parameter Store was not read in time' };
  const { policy, clusters } = known;
  if (ageMs <= maxStaleMs) return { policy, clusters, stale: known.problem !== null || ageMs >= freshMs, problem, ageMs };
  const limit = `the policy is older than ${Math.round(maxStaleMs / 1000)} s`;
  return { policy: null, clusters: null, stale: true, problem: `${limit} and ${problem ?? 'was not read again'}`, ageMs };
}

/** Where the clusters are unknown too, tokens are not checked: it is for the hour in which nobody could. */
function baked(known: Known | null, policy: Policy, clock: Clock): Known {
  const read = { readAtMs: clock.now() - freshMs, readAtMonotonicMs: clock.monotonic() - freshMs };
  return { ...read, clusters: null, values: null, ...known, policy, problem: 'the policy baked into the artifact is in use' };
}

/** Resolves when the promise does, or after `ms` milliseconds. */
async function settled(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
