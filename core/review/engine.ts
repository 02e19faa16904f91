/** What an answer needs besides the request. */
import type { Clock, DecisionLog, DigestResolver, PolicySource, VerdictIds } from '../ports.ts';
import type { Routes } from './route.ts';

/** Everything that an answer needs of the world. */
export interface Engine {
  readonly policies: PolicySource;
  readonly clock: Clock;
  readonly ids: VerdictIds;
  readonly log: DecisionLog;
  /** Null: nothing is pinned. */
  readonly digests: DigestResolver | null;
  readonly routes: Routes;
}
