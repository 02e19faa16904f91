/** An environment that had a policy, and then something goes wrong. */
import type { ExecutionEnvironment } from '../emulators/environment.ts';
import type { Fault } from '../emulators/store-faults.ts';
import { gatewayEvent, podReview, token } from '../gateway.ts';
import { allowlist, clusters, document, type FaultCase, hashOf, type Rig, stale, tooOld } from './rig.ts';

type Act = (rig: Rig, environment: ExecutionEnvironment) => unknown;

function warm(name: string, expected: string, act: Act, image?: string): FaultCase {
  const run = async (rig: Rig): Promise<string> => {
    const environment = await rig.start();
    const before = await rig.ask(environment);
    if (before !== 'allowed') return `before: ${before}`;
    await act(rig, environment);
    return rig.ask(environment, image);
  };
  return { name: `warm: ${name}`, expected, run };
}

const failing =
  (fault: Fault, ms: typeof stale): Act =>
  async ({ store }, environment) => {
    store.fault = fault;
    await environment.move(ms);
  };
const changed =
  (name: string, value: string | null): Act =>
  async ({ store }, environment) => {
    if (value === null) store.remove(name);
    else store.put(name, value);
    await environment.move(stale);
  };

const troubles: readonly [Fault, string][] = [
  ['throttle', 'throttled'],
  ['stall', 'no answer'],
  ['deny', 'access denied'],
  ['error', 'HTTP 500'],
  ['truncate', 'the answer is truncated'],
];

export const warmFaults: readonly FaultCase[] = [
  ...troubles.flatMap(([fault, name]) => [
    warm(`${name}, within the limit`, 'allowed (stale)', failing(fault, stale)),
    warm(`${name}, past the limit`, 'denied 503', failing(fault, tooOld)),
  ]),
  warm('the allowlist changed: the new registry', 'allowed', changed(allowlist, 'new.example'), 'new.example/a'),
  warm('the allowlist changed: the old registry', 'denied 403', changed(allowlist, 'new.example')),
  warm('the allowlist is corrupt', 'allowed (stale)', changed(allowlist, 'secureoci.com,nginx')),
  warm('the allowlist is *', 'allowed (stale)', changed(allowlist, '*')),
  warm('the allowlist is gone', 'allowed (stale)', changed(allowlist, null)),
  warm('the document is cut off', 'allowed (stale)', changed(document, '{"version":1,"images":[')),
  warm('the document is of a newer schema', 'allowed (stale)', changed(document, 'version: 2')),
  warm('the kill switch', 'denied 403', changed(document, 'version: 1\ndenyAll: true')),
  warm('the clusters are corrupt', 'allowed (stale)', changed(clusters, 'prod=')),
  warm('the clusters are gone', 'HTTP 401', changed(clusters, null)),
  warm('a rotation, both tokens live', 'allowed', changed(clusters, `prod=${hashOf('next')},prod=${hashOf(token)}`)),
  warm('a rotation, the old token gone', 'HTTP 401', changed(clusters, `prod=${hashOf('next')}`)),
  warm('rolled back', 'allowed', async (rig, environment) => {
    await changed(allowlist, 'new.example')(rig, environment);
    await rig.ask(environment);
    await changed(allowlist, 'secureoci.com,ghcr.io/acme')(rig, environment);
  }),
  warm('the store recovers past the limit', 'allowed', async (rig, environment) => {
    await failing('deny', tooOld)(rig, environment);
    await rig.ask(environment);
    rig.store.fault = null;
  }),
  warm('the clock is set forward 2 h', 'allowed', (_, environment) => environment.move({ wall: 7_200_000, monotonic: 0 })),
  warm('the clock is set forward 2 h, access denied', 'denied 503', failing('deny', { wall: 7_200_000, monotonic: 0 })),
  warm('the clock is set back 2 h', 'allowed', (_, environment) => environment.move({ wall: -7_200_000, monotonic: 0 })),
  warm('the clock is set back 2 h, access denied', 'allowed (stale)', failing('deny', { wall: -7_200_000, monotonic: 0 })),
  warm('sockets are dead after a pause', 'allowed', async ({ store }, environment) => {
    store.dropConnections();
    await environment.move(stale);
  }),
  warm('frozen and thawed, sockets dead, the clock alone ran on', 'allowed', async ({ store }, environment) => {
    environment.process.kill('SIGSTOP');
    store.dropConnections();
    await new Promise((resolve) => setTimeout(resolve, 300));
    environment.process.kill('SIGCONT');
    await environment.move({ wall: 31_000, monotonic: 0 });
  }),
  warm('frozen in the middle of a refresh, thawed with the store well', 'allowed', async ({ store }, environment) => {
    store.fault = 'stall';
    await environment.move(stale);
    const asked = environment.api.invoke(gatewayEvent(podReview('secureoci.com/a')));
    await new Promise((resolve) => setTimeout(resolve, 200));
    environment.process.kill('SIGSTOP');
    store.fault = null;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    environment.process.kill('SIGCONT');
    await asked;
    await environment.move({ wall: 3000, monotonic: 3000 });
  }),
];
