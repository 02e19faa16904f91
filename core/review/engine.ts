/** What an answer needs besides the request. */
import type { Clock, DecisionLog, EvidenceSource, PolicySource, VerdictIds } from '../ports.ts';
import type { Routes } from './route.ts';

/** Everything that an answer needs of the world. */
export interface Engine {
  readonly policies: PolicySource;
  readonly clock: Clock;
  readonly ids: VerdictIds;
  readonly log: DecisionLog;
  /** Null: no registry is asked; then nothing is proved, and nothing is pinned. */
  readonly evidence: EvidenceSource | null;
  readonly routes: Routes;
}
