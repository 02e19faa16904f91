/** What an answer needs besides the request. */
import type { Clock, DecisionLog, PolicySource, VerdictIds } from '../ports.ts';
import type { Routes } from './route.ts';

/** Everything that an answer needs of the world. */
export interface Engine {
  readonly policies: PolicySource;
  readonly clock: Clock;
  readonly ids: VerdictIds;
  readonly log: DecisionLog;
  readonly routes: Routes;
}
