import { describe, expect, it } from '@jest/globals';
import type { Measures } from '../../../core/ports.ts';
import { answerDirect } from '../../../core/review/answer.ts';
import type { Engine } from '../../../core/review/engine.ts';
import { ask, engineOf, nowMs, policyOf, requestOf, stateOf } from './engine.ts';

const token = 'x'.repeat(32);
const mutation = `/v1/clusters/prod/${token}/mutation`;
const digest = `sha256:${'a'.repeat(64)}`;
const annotations = { 'example.com/ticket-1': 'break-glass' };
const sre = { username: 'alice', groups: ['sre'] };
const glass = 'breakGlass: { annotation: example.com/ticket-*, value: break-glass, groups: [sre], controllers: true }';

const pod = (images: readonly string[], metadata: object = {}) => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'web', ...metadata },
  spec: { containers: images.map((image, i) => ({ name: `c${i}`, image })) },
});
const review = (request: object) => ({ kind: 'AdmissionReview', request: { uid: 'u', operation: 'CREATE', ...request } });
const signed = await policyOf(
  'version: 1\nimages: [a.io]\nrequire: { signedBy: [k] }\nverifiers: { k: { cosign: { keys: ["awskms:///alias/k"] } } }',
);

async function judged(engine: Engine, request: object, path = '/admission') {
  const { body } = await ask(engine, requestOf(path, review(request)));
  return (body as { response: { allowed: boolean; status?: { message: string }; auditAnnotations: object; warnings?: string[] } }).response;
}

const policy = await policyOf(`version: 1\nimages: [a.io]\n${glass}`);

describe('break-glass', () => {
  const declared = { object: pod(['evil.io/x'], { annotations }), userInfo: sre };

  it('is recorded before its answer', async () => {
    const engine = engineOf(stateOf(policy));
    const used = 'example.com/ticket-1=break-glass';
    expect(await judged(engine, declared)).toMatchObject({ allowed: true, auditAnnotations: { 'break-glass': used } });
    expect(engine.records).toMatchObject([{ allowed: true, 'break-glass': used, findings: [{ severity: 'info' }] }]);
  });

  it.each([
    ['is refused when its record cannot be written', declared, '\nbreak-glass was refused: its record could not be written'],
    ['is not spoken of where nobody declared it', { object: pod(['evil.io/x']), userInfo: sre }, ''],
  ])('%s', async (_, request, end) => {
    const { allowed, status } = await judged(engineOf(stateOf(policy), { log: { write: () => false } }), request);
    expect([allowed, status?.message.replace(/^.* \(verdict V1\)/, '')]).toEqual([false, end]);
  });

  it('is not what makes an image allowed whose record cannot be written', async () => {
    const engine = engineOf(stateOf(policy), { log: { write: () => false } });
    expect((await judged(engine, { object: pod(['a.io/x']) })).allowed).toBe(true);
  });

  it.each(['/admission', mutation])('that is newly declared on an UPDATE answers for every image: %s', async (path) => {
    const update = { operation: 'UPDATE', oldObject: pod(['evil.io/x']), userInfo: { username: 'bob', groups: [] } };
    const engine = engineOf(stateOf(policy, { clusters: null }));
    expect((await judged(engine, { ...update, object: pod(['evil.io/x']) }, path)).allowed).toBe(true);
    expect((await judged(engine, { ...update, object: pod(['evil.io/x'], { annotations }) }, path)).allowed).toBe(false);
  });
});

/** Evidence that always holds, or never; a clock that each wait moves; and what the session was given. */
function evidenceOf({ proved = true, policyMs = 0, proveMs = 0 }) {
  let elapsedMs = 1000;
  const budgets: number[] = [];
  const measured: Measures[] = [];
  const violation = { rule: 'signature-required', detail: 'none', fix: 'sign', warnOnly: false } as const;
  const prove = async () => {
    elapsedMs += proveMs;
    return proved ? [] : [violation];
  };
  const engine = engineOf(stateOf(signed, { clusters: null }), {
    clock: { now: () => nowMs + elapsedMs, monotonic: () => elapsedMs },
    policies: {
      current: async () => {
        elapsedMs += policyMs;
        return stateOf(signed, { clusters: null });
      },
    },
    log: { write: (_, measures) => measured.push(measures) > 0 },
    evidence: {
      session: async (_, budgetMs) => {
        budgets.push(budgetMs);
        return { prove, resolve: async () => ({ digest }) };
      },
    },
  });
  return { engine, budgets, measured };
}

const image = `a.io/x@${digest}`;
const files = [{ path: 'pod.json', text: JSON.stringify(pod([image])) }];

describe('evidence', () => {
  it.each(['/admission', mutation])('decides: %s', async (path) => {
    const of = (proved: boolean) => judged(evidenceOf({ proved }).engine, { object: pod([image]) }, path);
    expect([(await of(true)).allowed, (await of(false)).allowed]).toEqual([true, false]);
  });

  it.each<[string, number, number]>([
    ['what is left of 80 %', 500, 7500],
    ['and never less than nothing', 9000, 0],
  ])('has %s', async (_, policyMs, budgetMs) => {
    for (const [path, body] of [
      ['/admission', review({ object: pod([image]) })],
      [mutation, review({ object: pod([image]) })],
      ['/v1/check', { files }],
    ] as const) {
      const { engine, budgets } = evidenceOf({ policyMs });
      await ask(engine, requestOf(path, body, { timeout: '10s' }));
      expect(budgets).toEqual([budgetMs]);
    }
    for (const event of [review({ object: pod([image]) }), { files }]) {
      const { engine, budgets } = evidenceOf({ policyMs });
      await answerDirect(event, engine, 10_000);
      expect(budgets).toEqual([budgetMs]);
    }
  });

  it('is timed where it was asked for', async () => {
    const { engine, measured } = evidenceOf({ proveMs: 123 });
    await judged(engine, { object: pod([image]) });
    await judged(engineOf(stateOf(await policyOf('version: 1\nimages: [a.io]')), { log: engine.log }), { object: pod([image]) });
    expect(measured.map(({ values }) => values['RegistryMs'])).toEqual([123, undefined]);
  });

  it('decides `/v1/check`', async () => {
    const of = async (proved: boolean) => (await ask(evidenceOf({ proved }).engine, requestOf('/v1/check', { files }))).body;
    expect([await of(true), await of(false)]).toMatchObject([{ allowed: true }, { allowed: false }]);
  });
});

describe('/mutation', () => {
  const failing = { session: () => Promise.reject(new Error('a defect')) };

  it('a defect of ours is a denial with the uid, and leaves its record', async () => {
    const engine = engineOf(stateOf(signed, { clusters: null }), { evidence: failing });
    expect(await judged(engine, { object: pod([image]) }, mutation)).toMatchObject({
      uid: 'u',
      allowed: false,
      status: { code: 503, message: 'Pod web is denied by policy-unavailable: the service failed while it decided (verdict V1)' },
    });
    expect(engine.records).toMatchObject([{ allowed: false, code: 503, level: 'ERROR' }]);
  });

  it('without a policy says why', async () => {
    const engine = engineOf(stateOf(null, { clusters: null, problem: 'the store is down' }));
    expect(await judged(engine, { object: pod([image]) }, mutation)).toMatchObject({
      status: { code: 503, message: 'Pod web is denied by policy-unavailable: the store is down (verdict V1)' },
    });
    expect(engine.records).toHaveLength(1);
  });

  it('takes no ImageReview: nothing could be changed in it', async () => {
    const { answer } = await ask(engineOf(stateOf(signed, { clusters: null })), requestOf(mutation, { kind: 'ImageReview', spec: {} }));
    expect(answer.status).toBe(400);
  });

  it('cuts what it says of an image that was not pinned', async () => {
    const resolve = async () => ({ problem: `down\u0007${'x'.repeat(400)}` });
    const state = stateOf(await policyOf('version: 1\nimages: [a.io]'), { clusters: null });
    const engine = engineOf(state, { evidence: { session: async () => ({ resolve, prove: async () => [] }) } });
    const [warning = ''] = (await judged(engine, { object: pod(['a.io/x']) }, mutation)).warnings ?? [];
    expect(warning).toMatch(/^a\.io\/x:latest was not pinned: down\\u0007x+\.\.\.$/);
    expect(warning.length).toBeLessThanOrEqual(261);
  });
});

describe('a record', () => {
  it('is of the time at which the review came', async () => {
    let ms = nowMs;
    const engine = engineOf(stateOf(signed), { clock: { now: () => ms++, monotonic: () => 0 } });
    await judged(engine, { object: pod([image]) });
    expect(engine.records).toMatchObject([{ timestamp: '2027-01-01T00:00:00.000Z' }]);
  });
});

describe('a direct invocation', () => {
  const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as object;
  it.each<[string, unknown, number]>([
    ['nested too deeply', { ...review({}), deep: deep(64) }, 400],
    ['nested as deeply as may be', { ...review({}), deep: deep(63) }, 200],
    ['of a cluster whose name is none', { ...review({}), cluster: 'prod:1' }, 400],
    ['of a cluster that is no text', { ...review({}), cluster: 7 }, 400],
    ['of a cluster', { ...review({}), cluster: 'prod' }, 200],
  ])('%s: %#', async (_, event, status) => {
    expect((await answerDirect(event, engineOf(stateOf(signed)), 8000)).status).toBe(status);
  });
});
