/** An environment's first request, while something is wrong with the store. */
import type { Fault } from '../emulators/store-faults.ts';
import { gatewayEvent } from '../gateway.ts';
import { allowlist, clusters, document, type FaultCase, type Rig } from './rig.ts';

function cold(name: string, expected: string, prepare: (rig: Rig) => void, env: Record<string, string> = {}): FaultCase {
  const run = async (rig: Rig): Promise<string> => {
    prepare(rig);
    return rig.ask(await rig.start({ env }));
  };
  return { name: `cold: ${name}`, expected, run };
}

function failing(fault: Fault, name: string): FaultCase {
  return cold(name, 'denied 503', ({ store }) => {
    store.fault = fault;
  });
}

/** The fault passes while the environment still tries. */
function passing(fault: Fault, forMs: number, name: string): FaultCase {
  return cold(name, 'allowed', ({ store }) => {
    store.fault = fault;
    const before = store.reads.length;
    const watch = setInterval(() => {
      if (store.reads.length === before) return;
      clearInterval(watch);
      setTimeout(() => {
        store.fault = null;
      }, forMs);
    }, 1);
  });
}

const invalid = (name: string, change: (rig: Rig) => void): FaultCase => cold(name, 'denied 503', change);

export const coldFaults: readonly FaultCase[] = [
  cold('nothing is wrong', 'allowed', () => undefined),
  passing('throttle', 100, 'throttled for 100 ms'),
  passing('error', 100, 'HTTP 500 for 100 ms'),
  passing('reset', 50, 'connections reset for 50 ms'),
  cold('slow: 400 ms', 'allowed', ({ store }) => {
    store.fault = { delayMs: 400 };
  }),
  failing('throttle', 'throttled for long'),
  failing({ delayMs: 3000 }, 'slow: 3 s'),
  failing('stall', 'no answer'),
  failing('stall in the body', 'no end of the answer'),
  failing('drip', 'one byte every 20 ms'),
  failing('deny', 'access denied'),
  failing('reset', 'connections reset for long'),
  failing('truncate', 'the answer is truncated'),
  failing('empty', 'the answer is empty'),
  failing('html', 'the answer is a web page'),
  failing('redirect', 'a redirect'),
  failing('flood', 'an answer without an end'),
  failing('silent about one', 'the answer says nothing of one name'),
  failing('one twice', 'the answer has one name twice'),
  failing('without values', 'the answer has names without values'),
  cold('nobody listens', 'denied 503', () => undefined, { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1' }),
  invalid('allowlist and document are missing', ({ store }) => store.remove(allowlist)),
  invalid('the allowlist is corrupt', ({ store }) => store.put(allowlist, 'secureoci.com,\u0000\ufffd')),
  invalid('the allowlist is cut off', ({ store }) => store.put(allowlist, 'secureoci.com,ghcr.io/')),
  invalid('the allowlist is blank', ({ store }) => store.put(allowlist, ' ')),
  invalid('the allowlist is *', ({ store }) => store.put(allowlist, '*')),
  invalid('the document is cut off', ({ store }) => store.put(document, '{"version":1,"images":["ghcr.io/')),
  invalid('the document is of a newer schema', ({ store }) => store.put(document, 'version: 2')),
  invalid('the clusters are corrupt', ({ store }) => store.put(clusters, 'prod')),
  cold('a scope twice', 'allowed', ({ store }) => store.put(allowlist, 'secureoci.com,secureoci.com')),
  cold('no clusters yet', 'HTTP 401', ({ store }) => store.remove(clusters)),
  {
    name: 'cold: no clusters yet, /healthz',
    expected: 'HTTP 200',
    run: async (rig) => {
      rig.store.remove(clusters);
      return rig.send(await rig.start(), gatewayEvent('', { resource: '/healthz', httpMethod: 'GET' }));
    },
  },
  {
    name: 'cold: no answer, and the function has 1 s',
    expected: 'denied 503 in time',
    run: async (rig) => {
      rig.store.fault = 'stall';
      const environment = await rig.start();
      // The process starts on its own time.
      await rig.send(environment, null);
      return `${await rig.ask(environment, 'secureoci.com/a', 1000)} in time`;
    },
  },
];
