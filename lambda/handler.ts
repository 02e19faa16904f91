/** The deployed function: composition root. */
import { systemClock } from '../adapters/clock.ts';
import { processLog } from '../adapters/fd-log.ts';
import { verdictIds } from '../adapters/verdict-ids.ts';
import type { EvidenceSource } from '../core/ports.ts';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

const { policiesOf } = await import('./policies.ts');

const settings = readSettings(process.env);
const log = processLog(1);

/** What asks registries is loaded with the first review under a policy that wants proof. */
const evidence: EvidenceSource = {
  session: async (policy, budgetMs) => {
    opened ??= import('./evidence.ts').then(({ evidenceOf }) => evidenceOf(settings, systemClock));
    return (await opened).session(policy, budgetMs);
  },
};
let opened: Promise<EvidenceSource> | null = null;

export const handler = compose({
  policies: policiesOf(settings, import.meta.url, log),
  clock: systemClock,
  evidence,
  ids: verdictIds(),
  log,
  errors: processLog(2),
  clusterMetrics: settings.clusterMetrics,
  trace: () => process.env['_X_AMZN_TRACE_ID'],
});
