/** Something is wrong with the process, or with who asks. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayEvent, podReview, token } from '../gateway.ts';
import { type FaultCase, type Rig, stale } from './rig.ts';

const review = gatewayEvent(podReview('secureoci.com/a'));

/** The bundle with a policy baked into it. */
function bakedBundle(bundle: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-baked-'));
  cpSync(bundle, folder, { recursive: true });
  writeFileSync(join(folder, 'policy.json'), text);
  return folder;
}

async function readsOf(rig: Rig, cluster: string): Promise<string> {
  const environment = await rig.start();
  const seen = await rig.send(environment, gatewayEvent(podReview('secureoci.com/a'), { pathParameters: { cluster, token } }));
  const names = new Set(rig.store.reads.flat());
  return `${seen}, ${names.size} names read`;
}

export function processFaults(bundle: string): readonly FaultCase[] {
  return [
    {
      name: 'killed in mid-request, asked again',
      expected: 'no answer, then allowed',
      run: async (rig) => {
        rig.store.fault = 'stall';
        const first = await rig.start();
        const asked = rig.send(first, review, 1000);
        setTimeout(() => first.process.kill('SIGKILL'), 300);
        const seen = await asked;
        rig.store.fault = null;
        return `${seen}, then ${await rig.ask(await rig.start())}`;
      },
    },
    {
      name: 'the log is a closed pipe',
      expected: 'allowed',
      run: async (rig) => {
        const environment = await rig.start();
        environment.process.stdout?.destroy();
        return rig.ask(environment);
      },
    },
    ...['prod:1', 'prod%3A1', 'prod%2F..%2Fprod', '../prod'].map((cluster) => ({
      name: `the cluster is called ${cluster}`,
      expected: 'HTTP 401, 3 names read',
      run: (rig: Rig) => readsOf(rig, cluster),
    })),
    {
      name: 'a policy is baked in, the store is down: what it allows',
      expected: 'allowed (stale)',
      run: async (rig) => {
        rig.store.fault = 'deny';
        return rig.ask(await rig.start({ bundle: bakedBundle(bundle, '{"version":1,"images":["baked.example"]}') }), 'baked.example/a');
      },
    },
    {
      name: 'a policy is baked in and corrupt, the store is down',
      expected: 'denied 503',
      run: async (rig) => {
        rig.store.fault = 'deny';
        return rig.ask(await rig.start({ bundle: bakedBundle(bundle, '{"version":1,"ima') }));
      },
    },
    {
      name: 'a hundred requests, the store goes down and comes back on the way',
      expected: '100 allowed',
      run: async (rig) => {
        const environment = await rig.start();
        let allowed = 0;
        for (let request = 0; request < 100; request++) {
          if (request === 20) rig.store.fault = 'deny';
          if (request === 60) rig.store.fault = null;
          if (request % 10 === 0) await environment.move(stale);
          if ((await rig.send(environment, review)).startsWith('allowed')) allowed++;
        }
        return `${allowed} allowed`;
      },
    },
  ];
}

/**
 * The store answers 40 calls a second, as the service does by default. Whoever gets none in time denies, and asks again with its
 * next request. (On a machine with few cores nearly all are late: each has a share of a core, where Lambda gives each its own.)
 */
export const coldStartsAtOnce = (count: number): FaultCase => ({
  name: `${count} cold starts at once, 40 reads/s; then one after the other`,
  expected: `${count} verdicts, then ${count} allowed`,
  run: async (rig) => {
    rig.store.readsPerSecond = 40;
    const environments = await Promise.all(Array.from({ length: count }, () => rig.start()));
    const first = await Promise.all(environments.map((environment) => rig.ask(environment, 'secureoci.com/a', 120_000)));
    const verdicts = first.filter((one) => one === 'allowed' || one === 'denied 503').length;
    rig.store.readsPerSecond = null;
    let allowed = 0;
    for (const environment of environments) if ((await rig.ask(environment)) === 'allowed') allowed++;
    return `${verdicts} verdicts, then ${allowed} allowed`;
  },
});
