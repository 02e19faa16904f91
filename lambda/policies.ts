/** Where the function's policy comes from. A chunk of its own: what reads a policy is no part of a decision. */
import { systemClock } from '../adapters/clock.ts';
import type { FdLog } from '../adapters/fd-log.ts';
import { parameterStore } from '../adapters/parameter-store.ts';
import { readSnapshot } from '../adapters/snapshot.ts';
import { getParametersOf } from '../adapters/ssm.ts';
import type { PolicySource } from '../core/ports.ts';
import { timestampOf } from '../core/review/timestamp.ts';
import { escapeText } from '../core/text.ts';
import type { Settings } from './settings.ts';

export function policiesOf(settings: Settings, artifact: string, log: FdLog): PolicySource {
  return parameterStore({
    stage: settings.stage,
    getParameters: getParametersOf(settings),
    clock: systemClock,
    maxStaleMs: settings.maxStaleMs,
    snapshot: () => readSnapshot(new URL('./policy.json', artifact)),
    random: Math.random,
    report: ({ level, message, policy }) => {
      const line = { timestamp: timestampOf(systemClock.now()), level, message, type: 'policy', service: 'image-warden', policy };
      log.write(escapeText(JSON.stringify(line), Number.POSITIVE_INFINITY));
    },
  });
}
