/** The function that judges images ahead of admission: composition root. */
import { systemClock } from '../adapters/clock.ts';
import { dynamoVerdicts } from '../adapters/evidence/dynamo-verdicts.ts';
import { ecrSubject } from '../adapters/evidence/ecr-subject.ts';
import { evidenceSource } from '../adapters/evidence/evidence-source.ts';
import { putTrustRoot } from '../adapters/evidence/trust-table.ts';
import { processLog } from '../adapters/fd-log.ts';
import { evidenceSourcesOf } from './evidence.ts';
import { judgeAhead } from './judge-ahead.ts';
import { policiesOf } from './policies.ts';
import { isScheduled, refreshTrust } from './refresh-trust.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
const { verdictTable: name, region } = settings;
if (name === null) throw new Error('IMAGE_WARDEN_VERDICT_TABLE: expected the name of a table');

const log = processLog(1);
const table = { name, region };
const sources = evidenceSourcesOf(settings, systemClock);
/** Kept between two days where the environment is, so that an older repository than the one seen last is refused. */
const cacheDir = '/tmp/image-warden-trust';

const judge = judgeAhead({
  policies: policiesOf(settings, import.meta.url, log),
  evidence: (store) => evidenceSource({ ...sources, store }),
  // With the time of any other call: nobody waits for it here.
  keep: dynamoVerdicts(sources.awsCall, table).put,
  subjectOf: (image) => ecrSubject(sources.awsCall, image),
  clock: systemClock,
  log,
});

export const handler = async (event: unknown): Promise<void> => {
  if (!isScheduled(event)) return judge(event);
  const { refreshTrustRoot } = await import('../adapters/evidence/trust-update.ts');
  await refreshTrust({
    refresh: () => refreshTrustRoot({ cacheDir }),
    put: (json, nowMs) => putTrustRoot(sources.awsCall, table, json, nowMs),
    clock: systemClock,
    log,
  });
};
