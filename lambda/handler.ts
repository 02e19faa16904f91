/** The deployed function: composition root. */
import { systemClock } from '../adapters/clock.ts';
import { processLog } from '../adapters/fd-log.ts';
import { verdictIds } from '../adapters/verdict-ids.ts';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

const { policiesOf } = await import('./policies.ts');

const settings = readSettings(process.env);
const log = processLog(1);

export const handler = compose({
  policies: policiesOf(settings, import.meta.url, log),
  clock: systemClock,
  ids: verdictIds(),
  log,
  errors: processLog(2),
  clusterMetrics: settings.clusterMetrics,
  trace: () => process.env['_X_AMZN_TRACE_ID'],
});
