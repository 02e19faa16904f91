/** The daily job: sigstore's trust root is fetched and kept for all environments, so that no request ever fetches trust. */
import type { FdLog } from '../adapters/fd-log.ts';
import type { Clock } from '../core/ports.ts';
import { timestampOf } from '../core/review/timestamp.ts';
import type { Outcome } from '../core/signature/outcome.ts';
import { escapeText } from '../core/text.ts';
import { own } from '../core/workload/json.ts';

export interface TrustWorld {
  /** JSON of the newest trusted root. */
  readonly refresh: () => Promise<Outcome<string>>;
  /** Whether it was kept. */
  readonly put: (json: string, nowMs: number) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: FdLog;
}

/** Of a rule with a schedule. Source: Amazon EventBridge user guide, scheduled events. */
export function isScheduled(event: unknown): boolean {
  return own(event, 'source') === 'aws.events' && own(event, 'detail-type') === 'Scheduled Event';
}

/** Rejects when it did not succeed: Lambda tries it again, and gives the alarm in the end. */
export async function refreshTrust({ refresh, put, clock, log }: TrustWorld): Promise<void> {
  const found = await refresh();
  const problem = 'ok' in found ? null : 'wrong' in found ? found.wrong.detail : found.unknown;
  const kept = 'ok' in found && (await put(found.ok, clock.now()));
  const message = kept ? 'the trust root was refreshed' : (problem ?? 'the trust root could not be kept');
  const level = kept ? 'INFO' : 'WARN';
  const line = { timestamp: timestampOf(clock.now()), level, message, type: 'trust', service: 'image-warden' };
  log.write(escapeText(JSON.stringify(line), Number.POSITIVE_INFINITY));
  if (!kept) throw new Error(message);
}
