/**
 * The policy as Parameter Store holds it: fresh for a while, then refreshed within a request under a short budget, then the
 * last good one, then nothing. One environment may serve several requests at once: they share one refresh.
 *
 *     fresh 30 s -> stale, refreshing -> last good, up to `maxStaleMs` -> denied
 */

import { parseClusterList } from '../core/policy/cluster-list.ts';
import { loadPolicy } from '../core/policy/load.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Clock, ClusterTokens, PolicySource, PolicyState } from '../core/ports.ts';
import { type GetParameters, type ParameterValues, SsmError } from './ssm.ts';

/** Milliseconds for which a read policy is taken for the newest: with the refresh a change is in force within 40 s. */
const freshMs = 30_000;
/** Milliseconds for one call. */
const callMs = 800;
/** Milliseconds for all tries of an environment that has no policy yet. */
const coldMs = 1500;
/** Milliseconds that a request with a usable policy waits for a newer one. */
const refreshMs = 900;
/** Milliseconds after a failed refresh in which the next requests do not wait for another. */
const backoffMs = 3000;
/** Milliseconds between two tries, growing with their number. */
const pauseMsPerTry = { min: 40, spread: 120 };

export interface ParameterStoreOptions {
  /** Names become `/image-warden/<stage>/allowlist`, `.../policy` and `.../clusters`: fixed, nothing of a request is part of them. */
  readonly stage: string;
  readonly getParameters: GetParameters;
  readonly clock: Clock;
  readonly maxStaleMs: number;
  /** The policy baked into the artifact, for a cold start without the store; null: there is none. */
  readonly snapshot: () => Promise<Policy | null>;
  /** From 0 to 1, for the pauses between tries. */
  readonly random: () => number;
  /** Hears of every change and every trouble, one line without secrets. */
  readonly report: (event: StoreEvent) => void;
}

export interface StoreEvent {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  readonly policy: string | null;
}

/** What was read, and when. */
interface Known {
  readonly policy: Policy | null;
  readonly clusters: ClusterTokens | null;
  /** The texts that it was made of: the same texts are not compiled again. */
  readonly values: ParameterValues | null;
  /** When the store last answered, whether or not its values were good. */
  readonly readAtMs: number;
  readonly readAtMonotonicMs: number;
  /** Why the newest values are not in use; null when they are. */
  readonly problem: string | null;
}

interface Failure {
  readonly message: string;
  readonly atMs: number;
}

export function parameterStore(options: ParameterStoreOptions): PolicySource {
  const names = namesOf(options.stage);
  let known: Known | null = null;
  let failure: Failure | null = null;
  let refreshing: Promise<void> | null = null;

  const age = (): number => (known === null ? Number.POSITIVE_INFINITY : ageOf(known, options));
  const isUsable = (): boolean => known !== null && known.policy !== null && age() <= options.maxStaleMs;

  const read = async (withinMs: number): Promise<void> => {
    try {
      const values = await readWithTries(options, names, withinMs);
      known = await take(known, values, names, options);
      failure = null;
    } catch (error) {
      const message = `Parameter Store could not be read: ${error instanceof SsmError ? error.message : 'a defect'}`;
      failure = { message, atMs: options.clock.monotonic() };
      options.report({ level: 'ERROR', message, policy: null });
    }
  };
  const refresh = async (withinMs: number): Promise<void> => {
    refreshing ??= read(withinMs).finally(() => {
      refreshing = null;
    });
    await atMost(withinMs, refreshing);
  };

  const current = async (budgetMs: number): Promise<PolicyState> => {
    if (age() < freshMs) return stateOf(known, age(), failure, options);
    const withinMs = Math.min(budgetMs, isUsable() ? refreshMs : coldMs);
    // What another request began may have been frozen with the environment: its failure says nothing of the store now.
    const joined = refreshing !== null;
    if (!isUsable() || failure === null || options.clock.monotonic() - failure.atMs >= backoffMs) await refresh(withinMs);
    if (joined && age() >= freshMs) await refresh(withinMs);
    if (known?.policy == null) known = (await fromSnapshot(known, options)) ?? known;
    return stateOf(known, age(), failure, options);
  };
  return { current };
}

function namesOf(stage: string): readonly string[] {
  return ['allowlist', 'policy', 'clusters'].map((name) => `/image-warden/${stage}/${name}`);
}

/** A clock that was set back makes nothing younger, one that was set forward nothing fresher. */
function ageOf({ readAtMs, readAtMonotonicMs }: Known, { clock }: ParameterStoreOptions): number {
  const wall = clock.now() - readAtMs;
  const monotonic = clock.monotonic() - readAtMonotonicMs;
  return wall < 0 ? Math.max(freshMs, monotonic) : Math.max(wall, monotonic);
}

function stateOf(known: Known | null, ageMs: number, failure: Failure | null, { maxStaleMs }: ParameterStoreOptions): PolicyState {
  const problem = failure?.message ?? known?.problem ?? null;
  if (known === null) return { policy: null, clusters: null, stale: false, problem: problem ?? 'Parameter Store was not read in time' };
  if (ageMs > maxStaleMs)
    return {
      policy: null,
      clusters: null,
      stale: true,
      problem: `the policy is older than ${Math.round(maxStaleMs / 1000)} s and ${problem ?? 'was not read again'}`,
    };
  return { policy: known.policy, clusters: known.clusters, stale: known.problem !== null || ageMs >= freshMs, problem };
}

/** Jittered, because a burst of cold starts asks at the same moment. Rejects with the last call's error. */
async function readWithTries(
  { getParameters, clock, random }: ParameterStoreOptions,
  names: readonly string[],
  withinMs: number,
): Promise<ParameterValues> {
  const endMs = clock.monotonic() + withinMs;
  let deadSockets = 0;
  for (let tries = 1; ; tries++) {
    try {
      return await getParameters(names, Math.min(callMs, endMs - clock.monotonic()));
    } catch (error) {
      if (!(error instanceof SsmError) || error.retry === 'no') throw error;
      if (error.retry === 'at once' && deadSockets++ === 0) continue;
      const pauseMs = tries * (pauseMsPerTry.min + random() * pauseMsPerTry.spread);
      if (clock.monotonic() + pauseMs + pauseMsPerTry.min > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** The values compiled; where a new one is invalid the last good one stays. */
async function take(
  known: Known | null,
  values: ParameterValues,
  names: readonly string[],
  options: ParameterStoreOptions,
): Promise<Known> {
  const read = { values, readAtMs: options.clock.now(), readAtMonotonicMs: options.clock.monotonic() };
  if (known !== null && known.problem === null && names.every((name) => known.values?.get(name) === values.get(name)))
    return { ...known, ...read };
  const [allowlist = null, document = null, clusterList = null] = names.map((name) => values.get(name));
  const loaded = await loadPolicy({ allowlist: sourceOf(names[0], allowlist), document: sourceOf(names[1], document) });
  const clusters = clusterList === null ? { clusters: new Map() } : parseClusterList(names[2] ?? '', clusterList);
  const problems = [...('problems' in loaded ? loaded.problems : []), ...('problems' in clusters ? clusters.problems : [])];
  const policy = 'policy' in loaded ? loaded.policy : (known?.policy ?? null);
  const tokens = 'clusters' in clusters ? clusters.clusters : (known?.clusters ?? null);
  const usable = tokens === null ? null : policy;
  const [problem = null] = problems;
  const hash = usable?.hash.slice(0, 12) ?? null;
  if (problem !== null)
    options.report({ level: 'ERROR', message: `the newest parameters do not load: ${problems.join('; ')}`, policy: hash });
  else if (policy?.hash !== known?.policy?.hash) options.report({ level: 'INFO', message: `policy ${hash} is in force`, policy: hash });
  return { ...read, policy: usable, clusters: tokens, problem: problem === null ? null : `the newest parameters do not load: ${problem}` };
}

function sourceOf(name: string | undefined, text: string | null): { name: string; text: string } | null {
  return text === null || name === undefined ? null : { name, text };
}

/** Where the clusters are unknown too, tokens are not checked: it is for the hour in which nobody could. */
async function fromSnapshot(known: Known | null, { snapshot, clock }: ParameterStoreOptions): Promise<Known | null> {
  const policy = await snapshot();
  if (policy === null) return null;
  const unread = { readAtMs: clock.now() - freshMs, readAtMonotonicMs: clock.monotonic() - freshMs, clusters: null, values: null };
  return { ...(known ?? unread), policy, problem: 'the policy baked into the artifact is in use' };
}

/** Settles when the promise does, or after `ms` milliseconds. */
async function atMost(ms: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
