/** Where the function's policy comes from. A chunk of its own: what reads a policy is no part of a decision. */
import { systemClock } from '../adapters/clock.ts';
import { parameterStore } from '../adapters/parameter-store.ts';
import { readSnapshot } from '../adapters/snapshot.ts';
import { getParametersOf } from '../adapters/ssm.ts';
import type { DecisionLog, PolicySource } from '../core/ports.ts';
import { readSettings } from './settings.ts';

export function policiesOf(env: NodeJS.ProcessEnv, artifact: string, log: DecisionLog): PolicySource {
  const settings = readSettings(env);
  return parameterStore({
    stage: settings.stage,
    getParameters: getParametersOf(settings),
    clock: systemClock,
    maxStaleMs: settings.maxStaleMs,
    snapshot: () => readSnapshot(new URL('./policy.json', artifact)),
    random: Math.random,
    report: ({ level, message, policy }) => {
      const timestamp = new Date(systemClock.now()).toISOString();
      log.write(JSON.stringify({ timestamp, level, message, type: 'policy', service: 'image-warden', policy }));
    },
  });
}
