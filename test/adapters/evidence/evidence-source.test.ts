/** The same policy, the same registry, every way in: admission, mutation, `/v1/check`. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../adapters/clock.ts';
import { type EvidenceWorld, evidenceSource, type RunningEvidence } from '../../../adapters/evidence/evidence-source.ts';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';
import { anonymous } from '../../../adapters/registry/credentials.ts';
import { ask, engineOf, policyOf, requestOf, stateOf } from '../../core/review/engine.ts';
import { readDump, readFixture } from '../../core/signature/fixture.ts';
import { type ServerOptions, startRegistry, type TestRegistry } from '../registry/server.ts';

const dump = readDump('skopeo');
const digest = dump.image;
const clean: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of clean.splice(0)) await one();
});

interface Case {
  readonly registry: TestRegistry;
  readonly evidence: RunningEvidence;
  /** `images` of the policy, and other keys of it. */
  readonly policy: (host: string) => object;
}

const verifiers = {
  release: { cosign: { keys: [readFixture('p256.pub.pem')] } },
  stranger: { cosign: { keys: [readFixture('p384.pub.pem')] } },
  slow: { cosign: { keys: ['awskms:///alias/slow'] } },
};

async function start(policy: Case['policy'], options: ServerOptions = {}, world: Partial<EvidenceWorld> = {}): Promise<Case> {
  const registry = await startRegistry(dump, options);
  const evidence = evidenceSource({
    clock: systemClock,
    store: memoryVerdicts(),
    keys: { publicKey: () => new Promise(() => undefined) },
    scans: [],
    credentials: () => async () => anonymous,
    commandLine: true,
    ...world,
  });
  clean.push(() => registry.close(), evidence.close);
  return { registry, evidence, policy };
}

async function engineFor({ registry: { host }, evidence, policy }: Case) {
  const document = { version: 1, verifiers, registries: { [host]: { private: true, plainHttp: true } }, ...policy(host) };
  return engineOf(stateOf(await policyOf(JSON.stringify(document)), { clusters: null }), { evidence, clock: systemClock });
}

type Engine = Awaited<ReturnType<typeof engineFor>>;
const token = 'x'.repeat(32);
const pod = (...images: string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: images.map((image, i) => ({ name: `c${i}`, image })) },
});

async function admit(engine: Engine, images: string[], route = 'admission', timeout: string | null = null) {
  const body = { kind: 'AdmissionReview', request: { uid: 'u', operation: 'CREATE', object: pod(...images) } };
  const { body: answer } = await ask(engine, requestOf(`/v1/clusters/prod/${token}/${route}`, body, { timeout }));
  const { response } = answer as {
    response: {
      allowed: boolean;
      status?: { message: string; code: number };
      warnings?: string[];
      patch?: string;
      auditAnnotations: object;
    };
  };
  return response;
}

const signed = (host: string) => `${host}/acme/app@${digest}`;
const asking = (signedBy: unknown) => (host: string) => ({ images: [{ allow: `${host}/acme`, require: { signedBy } }] });

describe('evidence at admission', () => {
  it.each<[string, unknown, boolean]>([
    ['the right verifier', ['release'], true],
    ['another', ['stranger'], false],
    ['one of two', { anyOf: ['stranger', 'release'] }, true],
    ['two of two', { anyOf: ['stranger', 'release'], count: 2 }, false],
  ])('%s, and the same in /v1/check', async (_, signedBy, allowed) => {
    const world = await start(asking(signedBy));
    const engine = await engineFor(world);
    const { host } = world.registry;
    const admitted = await admit(engine, [signed(host)]);
    const text = JSON.stringify(pod(signed(host)));
    const { body } = await ask(engine, requestOf('/v1/check', { files: [{ path: 'pod.json', text }] }));
    const report = body as { allowed: boolean; findings: { severity: string; message: string }[] };
    expect([admitted.allowed, report.allowed]).toEqual([allowed, allowed]);
    const words = report.findings.flatMap(({ severity, message }) => (severity === 'deny' ? [message] : [])).join('');
    expect(admitted.status?.message ?? '').toBe(allowed ? '' : `${words} (verdict V1)`);
  });

  it('says which verifier, what was found and where, and the command that would sign it', async () => {
    const world = await start(asking(['stranger']));
    const { status } = await admit(await engineFor(world), [signed(world.registry.host)]);
    expect(status).toEqual({
      code: 403,
      message: `Pod web: container "c0" (spec.containers[0].image): ${signed(world.registry.host)} is denied by signature-required: no valid signature by stranger (cosign, its key): cosign signature at tag sha256-${digest.slice(7, 19)}.sig: it was not made by this key; to sign it: cosign sign --key KEY ${signed(world.registry.host)} (verdict V1)`,
    });
  });

  it('a verdict is kept: the second review makes no request', async () => {
    const world = await start(asking(['release']));
    const engine = await engineFor(world);
    await admit(engine, [signed(world.registry.host)]);
    const before = world.registry.seen.length;
    expect((await admit(engine, [signed(world.registry.host)])).allowed).toBe(true);
    expect([before > 0, world.registry.seen.length - before]).toEqual([true, 0]);
  });

  it('makes no request where nothing is asked, or nothing admitted', async () => {
    const world = await start((host) => ({ images: [`${host}/plain`, { allow: `${host}/acme`, require: { signedBy: ['release'] } }] }));
    const { host } = world.registry;
    await admit(await engineFor(world), [`${host}/plain/a@${digest}`, `${host}/evil/a@${digest}`, `${host}/acme/a:1`]);
    expect(world.registry.seen).toEqual([]);
  });

  it('what could not be checked is for onError, is never kept, and shows', async () => {
    let down = true;
    const lie: ServerOptions['lie'] = (_, response) => {
      if (down) response.writeHead(503).end();
      return down;
    };
    const world = await start((host) => ({ ...asking(['release'])(host), clusters: { prod: { onError: 'allow' } } }), { lie });
    const engine = await engineFor(world);
    const image = signed(world.registry.host);
    const open = await admit(engine, [image]);
    expect(open).toMatchObject({ allowed: true, auditAnnotations: { rule: 'unverifiable', 'fail-open': `unverifiable: ${image}` } });
    expect(open.warnings).toEqual([expect.stringContaining('could not be checked: ')]);
    expect(engine.records[0]).toMatchObject({ findings: [{ rule: 'unverifiable', severity: 'warn' }] });
    down = false;
    expect(await admit(engine, [image])).toEqual({ uid: 'u', allowed: true, auditAnnotations: expect.not.objectContaining({ rule: '' }) });
  });

  it('what is slow is "could not check" before the caller gives up', async () => {
    const world = await start(asking(['slow']));
    const startMs = Date.now();
    const { status } = await admit(await engineFor(world), [signed(world.registry.host)], 'admission', '1s');
    expect(status?.message).toContain(
      `the evidence of ${signed(world.registry.host)} could not be checked: the time for evidence is used up`,
    );
    expect(Date.now() - startMs).toBeLessThan(1000);
  });

  it('when the time is up, nothing is begun', async () => {
    const get = async (): Promise<never> => Promise.reject(new Error('begun'));
    const { evidence } = await start((host) => ({ images: [host] }), {}, { store: { get, put: async () => true } });
    const session = await evidence.session(await policyOf('version: 1\nimages: [a.io]'), 0);
    const image = { host: 'a.io', path: 'x', digest };
    const [first] = (await session?.prove(image, { signedBy: [], attestations: [], vulnerabilities: null })) ?? [];
    expect(first?.detail).toBe(`the evidence of a.io/x@${digest} could not be checked: the time for evidence is used up`);
    expect(await session?.resolve({ ...image, tag: '1', text: 'a.io/x:1', digest: null })).toEqual({
      problem: 'the time for evidence is used up',
    });
  });

  it('a defect of whoever is asked is a denial', async () => {
    const world = await start(
      asking(['release']),
      {},
      { store: { get: () => Promise.reject(new Error('a defect')), put: async () => false } },
    );
    expect(await admit(await engineFor(world), [signed(world.registry.host)])).toMatchObject({ allowed: false, status: { code: 503 } });
  });
});

describe('evidence in mutation', () => {
  it('pins the tag, and judges what it pinned', async () => {
    const world = await start(asking(['release']));
    const { host } = world.registry;
    const { allowed, patch } = await admit(await engineFor(world), [`${host}/acme/app:1`], 'mutation');
    const value = `${host}/acme/app:1@${digest}`;
    expect(allowed).toBe(true);
    expect(JSON.parse(Buffer.from(patch ?? '', 'base64').toString())).toEqual([{ op: 'replace', path: '/spec/containers/0/image', value }]);
  });

  it('denies what it pinned, and patches nothing', async () => {
    const world = await start(asking(['stranger']));
    const { allowed, patch, status } = await admit(await engineFor(world), [`${world.registry.host}/acme/app:1`], 'mutation');
    expect([allowed, patch, status?.message.includes('signature-required')]).toEqual([false, undefined, true]);
  });

  it('a tag that is not there is told', async () => {
    const world = await start(asking(['release']));
    const { host } = world.registry;
    const answer = await admit(await engineFor(world), [`${host}/acme/app:none`], 'mutation');
    expect(answer).toMatchObject({ allowed: false, warnings: [`${host}/acme/app:none was not pinned: ${host} has no such tag`] });
  });
});
