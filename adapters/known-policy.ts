/** What Parameter Store's values mean: policy and tokens compiled, and for how long they hold. */
import { parseClusterList } from '../core/policy/cluster-list.ts';
import { loadPolicy } from '../core/policy/load.ts';
import { type Policy, shortHash } from '../core/policy/policy.ts';
import type { Clock, ClusterTokens } from '../core/ports.ts';
import type { ParameterValues } from './ssm.ts';

export interface StoreEvent {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  /** One line without secrets. */
  readonly message: string;
  readonly policy: string | null;
}

/** Hears of every change and every trouble. */
export type Report = (event: StoreEvent) => void;

/** What was read, and when. */
export interface Known {
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

/** Fixed: nothing of a request is part of a name. Allowlist, document, clusters. */
export function namesOf(stage: string): readonly [string, string, string] {
  const nameOf = (name: string): string => `/image-warden/${stage}/${name}`;
  return [nameOf('allowlist'), nameOf('policy'), nameOf('clusters')];
}

/** Milliseconds. A clock that was set back makes nothing younger than `freshMs`, one that was set forward nothing fresher. */
export function ageOf({ readAtMs, readAtMonotonicMs }: Known, clock: Clock, freshMs: number): number {
  const wall = clock.now() - readAtMs;
  const monotonic = clock.monotonic() - readAtMonotonicMs;
  return wall < 0 ? Math.max(freshMs, monotonic) : Math.max(wall, monotonic);
}

/** The values compiled; where a new one is invalid the last good one stays, and the trouble is reported each time. */
export async function take(known: Known | null, values: ParameterValues, stage: string, clock: Clock, report: Report): Promise<Known> {
  const names = namesOf(stage);
  const read = { values, readAtMs: clock.now(), readAtMonotonicMs: clock.monotonic() };
  if (known?.problem === null && names.every((name) => known.values?.get(name) === values.get(name))) return { ...known, ...read };
  const [loaded, listed] = [await loadPolicy(textsOf(names, values)), clustersOf(names[2], values)];
  const problems = [...('problems' in loaded ? loaded.problems : []), ...('problems' in listed ? listed.problems : [])];
  const clusters = 'clusters' in listed ? listed.clusters : (known?.clusters ?? null);
  const newest = 'policy' in loaded ? loaded.policy : (known?.policy ?? null);
  // Nobody could tell who asks.
  const policy = clusters === null ? null : newest;
  const hash = policy === null ? null : shortHash(policy);
  const problem = problems.length === 0 ? null : `the newest parameters do not load: ${problems.join('; ')}`;
  if (problem !== null) report({ level: 'ERROR', message: problem, policy: hash });
  else if (policy?.hash !== known?.policy?.hash) report({ level: 'INFO', message: `policy ${hash} is in force`, policy: hash });
  return { ...read, policy, clusters, problem: problem === null ? null : `the newest parameters do not load: ${problems[0]}` };
}

function textsOf([allowlist, document]: readonly [string, string, string], values: ParameterValues) {
  const sourceOf = (name: string): { name: string; text: string } | null => {
    const text = values.get(name) ?? null;
    return text === null ? null : { name, text };
  };
  return { allowlist: sourceOf(allowlist), document: sourceOf(document) };
}

/** Absent: nobody has a token yet. */
function clustersOf(name: string, values: ParameterValues) {
  const text = values.get(name) ?? null;
  return text === null ? { clusters: new Map<string, readonly Uint8Array[]>() } : parseClusterList(name, text);
}
