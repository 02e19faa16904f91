/** What the sessions of one process have in common, and what they have not. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { type EvidenceWorld, evidenceSource } from '../../../adapters/evidence/evidence-source.ts';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';
import { anonymous } from '../../../adapters/registry/credentials.ts';
import type { VerdictStore } from '../../../core/evidence/prove.ts';
import { referenceOf } from '../../core/policy/policies.ts';
import { policyOf } from '../../core/review/engine.ts';
import { readDump, readFixture } from '../../core/signature/fixture.ts';
import { startRegistry, type TestRegistry } from '../registry/server.ts';

const dump = readDump('skopeo');
const hour = 3_600_000;
const forgets: VerdictStore = { get: async () => null, put: async () => true };
const clean: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0)) await one();
});

async function start(world: Partial<EvidenceWorld> = {}) {
  const registry = await startRegistry(dump);
  let elapsedMs = 0;
  const evidence = evidenceSource({
    clock: { now: Date.now, monotonic: () => elapsedMs },
    store: forgets,
    keys: { publicKey: async () => ({ ok: readFixture('p256.pub.pem') }) },
    scans: [],
    credentials: () => async () => anonymous,
    commandLine: true,
    ...world,
  });
  clean.push(() => registry.close(), evidence.close);
  return {
    registry,
    evidence,
    wait: (ms: number) => {
      elapsedMs += ms;
    },
  };
}

const policyFor = ({ host }: TestRegistry, key = 'awskms:///k', settings: object = { private: true, plainHttp: true }) =>
  policyOf(
    JSON.stringify({
      version: 1,
      images: [`${host}/acme`],
      require: { signedBy: ['k'] },
      verifiers: { k: { cosign: { keys: [key] } } },
      registries: { [host]: settings },
    }),
  );

type Started = Awaited<ReturnType<typeof start>>;
async function rulesOf(
  { registry, evidence }: Started,
  policy: Awaited<ReturnType<typeof policyFor>>,
  budgetMs = 5000,
  waits = () => undefined,
) {
  const session = await evidence.session(policy, budgetMs);
  waits();
  const image = { host: registry.host, path: 'acme/app', digest: dump.image };
  return (await session.prove(image, policy.require.evidence)).map(({ rule }) => rule);
}

describe('sessions', () => {
  it('share connections under one policy, and none of another policy', async () => {
    const started = await start();
    const policy = await policyFor(started.registry);
    expect(await rulesOf(started, policy)).toEqual([]);
    const before = started.registry.connections();
    expect(await rulesOf(started, policy)).toEqual([]);
    expect(started.registry.connections()).toBe(before);
    expect(await rulesOf(started, await policyFor(started.registry, undefined, {}))).toEqual(['unverifiable']);
  });

  it('look names up in the network that is given', async () => {
    const names: string[] = [];
    const resolve = async (name: string) => {
      names.push(name);
      return ['10.0.0.1'];
    };
    const started = await start({ network: { resolve, dial: () => '127.0.0.1' } });
    const host = `registry.example:${started.registry.port}`;
    expect(await rulesOf({ ...started, registry: { ...started.registry, host } }, await policyFor({ ...started.registry, host }))).toEqual(
      [],
    );
    expect(new Set(names)).toEqual(new Set(['registry.example']));
  });

  it('reach no loopback but for the command line', async () => {
    const started = await start({ commandLine: false });
    expect(await rulesOf(started, await policyFor(started.registry))).toEqual(['unverifiable']);
    expect(started.registry.seen).toEqual([]);
  });

  it('keep verifiers for an hour', async () => {
    let asked = 0;
    const publicKey = async () => ({ ok: readFixture(asked++ === 0 ? 'p256.pub.pem' : 'p384.pub.pem') });
    const started = await start({ keys: { publicKey } });
    const policy = await policyFor(started.registry);
    expect(await rulesOf(started, policy)).toEqual([]);
    started.wait(hour - 1);
    expect([await rulesOf(started, policy), asked]).toEqual([[], 1]);
    started.wait(1);
    expect([await rulesOf(started, policy), asked]).toEqual([['signature-required'], 2]);
  });

  it('keep verdicts of each policy apart', async () => {
    const started = await start({ store: memoryVerdicts() });
    expect(await rulesOf(started, await policyFor(started.registry, readFixture('p256.pub.pem')))).toEqual([]);
    expect(await rulesOf(started, await policyFor(started.registry, readFixture('p384.pub.pem')))).toEqual(['signature-required']);
  });

  it('have the credentials that their policy names', async () => {
    const given: unknown[] = [];
    const started = await start({
      credentials: (names) => {
        given.push([...names]);
        return async () => anonymous;
      },
    });
    const { host } = started.registry;
    const credentials = '/image-warden/prod/registry/x';
    await rulesOf(started, await policyFor(started.registry, undefined, { private: true, plainHttp: true, credentials }));
    expect(given).toEqual([[[host, credentials]]]);
  });

  it('have what is left of their time, wherever it went', async () => {
    const started = await start();
    const policy = await policyFor(started.registry);
    expect(await rulesOf(started, policy, 5000, () => void started.wait(5001))).toEqual(['unverifiable']);
  });

  it('leave no timer behind that would keep the process', async () => {
    const waiting = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const started = await start({
      scans: [],
      store: { get: async () => ({ violations: [], judgedMs: 0, untilMs: Date.now() + hour }), put: async () => true },
    });
    const policy = await policyFor(started.registry);
    const before = waiting();
    expect(await rulesOf(started, policy, 60_000)).toEqual([]);
    expect(waiting()).toBeLessThanOrEqual(before);
  });

  it('resolve a tag, and the one that is meant where there is none', async () => {
    const started = await start();
    const session = await started.evidence.session(await policyFor(started.registry), 5000);
    const name = `${started.registry.host}/acme/app`;
    expect(await session.resolve(referenceOf(`${name}:1`))).toEqual({ digest: dump.image });
    expect(await session.resolve(referenceOf(name))).toEqual({ problem: `${started.registry.host} has no such tag` });
    expect(started.registry.seen.map((one) => one.path)).toEqual(['/v2/acme/app/manifests/1', '/v2/acme/app/manifests/latest']);
  });
});
