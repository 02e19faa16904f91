/** What records count. The names are a contract: dashboards and alarms are made of them (docs/records.md). */
import type { Measures, PolicyState } from '../ports.ts';
import type { Outcome, Review } from './review.ts';

/** One decision. `evidenceMs`: what registries, scanners and the table took; null: they were not asked. */
export function measuresOf(
  { place }: Review,
  outcome: Outcome,
  { stale, ageMs, clusters }: PolicyState,
  evidenceMs: number | null,
): Measures {
  const { allowed, code, warnings, annotations } = outcome;
  const values = {
    Reviews: 1,
    Denied: allowed ? 0 : 1,
    Warned: warnings.length > 0 ? 1 : 0,
    Errors: !allowed && code === 503 ? 1 : 0,
    StalePolicy: stale ? 1 : 0,
    BreakGlass: annotations['break-glass'] === undefined ? 0 : 1,
    FailOpen: annotations['fail-open'] === undefined ? 0 : 1,
  };
  // Where the clusters are unknown anybody can make names up.
  const cluster = clusters === null ? null : place.cluster;
  if (ageMs === undefined && evidenceMs === null) return { cluster, values };
  const age = ageMs === undefined ? {} : { PolicyAgeSeconds: Math.round(ageMs / 1000) };
  const evidence = evidenceMs === null ? {} : { RegistryMs: Math.round(evidenceMs) };
  return { cluster, values: { ...values, ...age, ...evidence } };
}

/** One request with an unknown cluster or a wrong token. The cluster's name is not told: anybody could make a metric of it. */
export const unauthorizedMeasures: Measures = { cluster: null, values: { Unauthorized: 1 } };

/** One request that got no verdict: too large, not JSON, of a wrong type. */
export const rejectedMeasures: Measures = { cluster: null, values: { Rejected: 1 } };
