/** The function with its parameters at hand: what a cold start costs besides the call, which has a goal of its own. */
import { systemClock } from '../../adapters/clock.ts';
import { processLog } from '../../adapters/fd-log.ts';
import { parameterStore } from '../../adapters/parameter-store.ts';
import { verdictIds } from '../../adapters/verdict-ids.ts';
import { compose } from '../../lambda/compose.ts';

/** By name, as JSON. */
const values: unknown = JSON.parse(process.env['IMAGE_WARDEN_BENCH_PARAMETERS'] ?? '{}');
const parameters = new Map(Object.entries(values as Record<string, string | null>));

export const handler = compose({
  policies: parameterStore({
    stage: 'prod',
    getParameters: async () => parameters,
    clock: systemClock,
    maxStaleMs: 3_600_000,
    snapshot: async () => null,
    random: Math.random,
    report: () => undefined,
  }),
  clock: systemClock,
  ids: verdictIds(),
  log: processLog(1),
  errors: processLog(2),
  evidence: null,
  clusterMetrics: false,
  trace: () => undefined,
});
