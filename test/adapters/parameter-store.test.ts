import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { policyOf } from '../core/review/engine.ts';
import { deadSocket, denied, down, hex, type Step, scriptedStore, stalls } from './scripted-store.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});
const scopes = (state: { policy: { entries: ReadonlyMap<string, unknown> } | null }) =>
  state.policy === null ? null : [...state.policy.entries.keys()];
const baked = await policyOf('version: 1\nimages: [baked.example]');

describe('a cold start', () => {
  it('reads three fixed names in one call', async () => {
    const { ask, calls, events } = scriptedStore();
    expect(await ask()).toMatchObject({ stale: false, problem: null, ageMs: 0, clusters: new Map(), tookMs: expect.any(Number) });
    expect(calls.map(({ names, timeoutMs }) => [names, timeoutMs])).toEqual([
      [['/image-warden/prod/allowlist', '/image-warden/prod/policy', '/image-warden/prod/clusters'], 800],
    ]);
    expect(events).toEqual([
      { level: 'INFO', message: expect.stringMatching(/^policy [0-9a-f]{12} is in force$/), policy: expect.any(String) },
    ]);
  });

  it.each<[string, Step[], number]>([
    ['throttled once', [down], 2],
    ['throttled three times', [down, down, down], 4],
    ['a dead socket', [deadSocket], 2],
    ['a stalled call', [stalls], 2],
  ])('%s: tries again', async (_, next, calls) => {
    const store = scriptedStore();
    store.script.next = next;
    const state = await store.ask();
    expect([scopes(state), state.problem, store.calls.length]).toEqual([['ok.example'], null, calls]);
    expect(state.tookMs).toBeLessThan(1500);
  });

  it.each<[string, Step, string, number, number]>([
    ['throttled for long', down, 'Parameter Store could not be read: HTTP 400 (ThrottlingException)', 0, 1500],
    ['access denied', denied, 'Parameter Store could not be read: HTTP 400 (AccessDeniedException)', 0, 2],
    ['a defect of ours', new TypeError('oops'), 'Parameter Store could not be read: a defect', 0, 2],
  ])('%s: no policy, and says why', async (_, now, problem, fromMs, toMs) => {
    const { ask, script, events } = scriptedStore();
    script.now = now;
    const state = await ask();
    expect(state).toMatchObject({ policy: null, clusters: null, problem: expect.stringContaining(problem) });
    expect(state.tookMs).toBeGreaterThanOrEqual(fromMs);
    expect(state.tookMs).toBeLessThanOrEqual(toMs);
    expect(events).toEqual([{ level: 'ERROR', message: expect.stringContaining(problem), policy: null }]);
  });

  it('reads the document too', async () => {
    const { ask, script } = scriptedStore();
    script.now = { allowlist: 'ok.example', document: 'version: 1\nimages: [doc.example]' };
    expect(scopes(await ask())).toEqual(['doc.example', 'ok.example']);
  });

  it('stalled for long: no policy in time', async () => {
    const { ask, script } = scriptedStore();
    script.now = stalls;
    const state = await ask();
    expect(state).toMatchObject({ policy: null, clusters: null, problem: 'Parameter Store was not read in time' });
    expect(state.tookMs).toBe(1500);
  });

  it('asks twice at once only for the first dead socket', async () => {
    const { ask, script, calls } = scriptedStore();
    script.now = deadSocket;
    await ask();
    const pauses = calls.slice(1).map(({ atMs }, index) => Math.round(atMs - (calls[index]?.atMs ?? 0)));
    expect(pauses.slice(0, 3)).toEqual([0, 200, 300]);
  });

  it('never waits longer than the request can', async () => {
    const { ask, script, calls } = scriptedStore();
    script.now = stalls;
    expect((await ask(300)).tookMs).toBeLessThanOrEqual(302);
    expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([300]);
  });

  it('tries again with the next request', async () => {
    const { ask, script } = scriptedStore();
    script.now = denied;
    await ask();
    script.now = { allowlist: 'ok.example' };
    expect(scopes(await ask())).toEqual(['ok.example']);
  });
});

describe('a warm environment', () => {
  it('does not ask while the policy is fresh', async () => {
    const { ask, wait, calls } = scriptedStore();
    await ask();
    await wait(29_900);
    expect(await ask()).toMatchObject({ stale: false, problem: null, tookMs: 0 });
    expect(calls).toHaveLength(1);
  });

  it('has a change in force within 40 s', async () => {
    const { ask, wait, script, events } = scriptedStore();
    await ask();
    script.now = { allowlist: 'new.example', clusters: `dev=${hex}` };
    await wait(30_000);
    const state = await ask();
    expect(scopes(state)).toEqual(['new.example']);
    expect([...(state.clusters?.keys() ?? [])]).toEqual(['dev']);
    expect(events.map(({ level }) => level)).toEqual(['INFO', 'INFO']);
  });

  it('does not call a new token a new policy', async () => {
    const { ask, wait, script, events } = scriptedStore();
    await ask();
    script.now = { allowlist: 'ok.example', clusters: `dev=${hex}` };
    await wait(30_000);
    expect([...((await ask()).clusters?.keys() ?? [])]).toEqual(['dev']);
    expect(events.map(({ level }) => level)).toEqual(['INFO']);
  });

  it('leaves no timer behind', async () => {
    const { ask } = scriptedStore();
    await ask();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not compile the same values again, and reports nothing', async () => {
    const { ask, wait, events } = scriptedStore();
    const first = await ask();
    await wait(30_000);
    const second = await ask();
    expect(second.policy).toBe(first.policy);
    expect(second).toMatchObject({ stale: false, ageMs: expect.any(Number) });
    expect(second.ageMs).toBeLessThan(10);
    expect(events).toHaveLength(1);
  });

  it.each<[string, Step, number]>([
    ['throttled', down, 900],
    ['stalled', stalls, 902],
    ['access denied', denied, 2],
  ])('%s: the last good policy, stale', async (_, now, withinMs) => {
    const { ask, wait, script } = scriptedStore();
    await ask();
    script.now = now;
    await wait(30_000);
    const state = await ask();
    expect([scopes(state), state.stale]).toEqual([['ok.example'], true]);
    expect(state.problem).toMatch(/^Parameter Store could not be read: /);
    expect(state.tookMs).toBeLessThanOrEqual(withinMs);
  });

  it('does not make every request wait for a store that is down', async () => {
    const { ask, wait, script, calls } = scriptedStore();
    await ask();
    script.now = stalls;
    await wait(30_000);
    await ask();
    const before = calls.length;
    expect(await ask()).toMatchObject({ stale: true, tookMs: 0 });
    expect(calls).toHaveLength(before);
    await wait(3000);
    expect((await ask()).tookMs).toBeGreaterThan(500);
  });

  it('denies past its limit, and recovers with the store', async () => {
    const { ask, wait, script } = scriptedStore();
    await ask();
    script.now = denied;
    await wait(3_599_000);
    expect(await ask()).toMatchObject({ stale: true, policy: { hash: expect.any(String) } });
    await wait(2000);
    expect(await ask()).toMatchObject({
      policy: null,
      clusters: null,
      stale: true,
      problem: 'the policy is older than 3600 s and Parameter Store could not be read: HTTP 400 (AccessDeniedException)',
    });
    script.now = { allowlist: 'ok.example' };
    expect(await ask()).toMatchObject({ stale: false, problem: null });
  });

  it('denies past a limit of 0 s', async () => {
    const { ask, wait, script } = scriptedStore({ maxStaleMs: 0 });
    expect(scopes(await ask())).toEqual(['ok.example']);
    script.now = denied;
    await wait(30_000);
    expect(scopes(await ask())).toBeNull();
  });
});

describe('values that do not load', () => {
  it.each<[string, Step]>([
    ['an item that is no scope', { allowlist: 'ok.example,nginx' }],
    ['an empty item', { allowlist: 'ok.example,' }],
    ['*', { allowlist: '*' }],
    ['a newer schema', { document: 'version: 2\nimages: [new.example]' }],
    ['an unknown key', { document: 'version: 1\nimmages: [new.example]' }],
    ['a truncated document', { document: '{"version":1,"images":["new.exa' }],
    ['no document, no allowlist', {}],
    ['a token instead of a hash', { allowlist: 'ok.example', clusters: 'dev=tokentokentokentoken' }],
  ])('%s: the last good policy for as long as the store answers', async (_, now) => {
    const { ask, wait, script, events } = scriptedStore();
    await ask();
    script.now = now;
    await wait(30_000);
    const state = await ask();
    expect([scopes(state), state.stale]).toEqual([['ok.example'], true]);
    expect(state.problem).toMatch(/^the newest parameters do not load: /);
    expect(JSON.stringify(events)).not.toContain('tokentoken');
    expect(events.at(-1)).toMatchObject({ level: 'ERROR', policy: state.policy?.hash.slice(0, 12) });
    for (let hour = 0; hour < 3; hour++) {
      await wait(1_800_000);
      expect(scopes(await ask())).toEqual(['ok.example']);
    }
    // Told with each read, so that an alarm does not fall silent.
    expect(events.map(({ level }) => level)).toEqual(['INFO', 'ERROR', 'ERROR', 'ERROR', 'ERROR']);
  });

  it('are less of a trouble than a store that is down', async () => {
    const { ask, wait, script } = scriptedStore();
    await ask();
    script.now = { allowlist: 'nginx' };
    await wait(30_000);
    await ask();
    script.now = denied;
    await wait(30_000);
    expect((await ask()).problem).toBe('Parameter Store could not be read: HTTP 400 (AccessDeniedException)');
  });

  it('at a cold start: no policy', async () => {
    const { ask, script } = scriptedStore();
    script.now = { allowlist: 'nginx' };
    expect(await ask()).toMatchObject({
      policy: null,
      problem: expect.stringContaining('do not load: /image-warden/prod/allowlist:1:1: item 1'),
    });
  });

  it('clusters at a cold start: nobody could tell who asks', async () => {
    const { ask, script } = scriptedStore();
    script.now = { allowlist: 'ok.example', clusters: 'dev' };
    expect(await ask()).toMatchObject({
      policy: null,
      clusters: null,
      problem: expect.stringContaining('/image-warden/prod/clusters: item 1'),
    });
  });

  it('are taken back when the old value comes back', async () => {
    const { ask, wait, script } = scriptedStore();
    await ask();
    script.now = { allowlist: 'nginx' };
    await wait(30_000);
    await ask();
    script.now = { allowlist: 'ok.example' };
    await wait(30_000);
    expect(await ask()).toMatchObject({ stale: false, problem: null });
  });

  it('a scope twice is one entry', async () => {
    const { ask, script } = scriptedStore();
    script.now = { allowlist: 'ok.example, ok.example\n' };
    expect(scopes(await ask())).toEqual(['ok.example']);
  });
});

describe('several requests at once', () => {
  it('share one read', async () => {
    const { source, calls } = scriptedStore();
    const states = await Promise.all(Array.from({ length: 200 }, () => source.current(8000)));
    expect(calls).toHaveLength(1);
    expect(new Set(states.map(({ policy }) => policy)).size).toBe(1);
  });

  it('what one began and could not end says nothing about the store now', async () => {
    const { ask, wait, script, source, calls } = scriptedStore();
    await ask();
    await wait(30_000);
    script.next = [stalls];
    void source.current(8000);
    await wait(500);
    // The first call still runs; when it has failed this request makes its own.
    expect(await ask()).toMatchObject({ stale: false, problem: null });
    expect(calls).toHaveLength(3);
  });

  it('wait no longer for two reads than for one', async () => {
    const { ask, wait, script, source } = scriptedStore();
    script.now = stalls;
    void source.current(8000);
    await wait(100);
    expect((await ask()).tookMs).toBeLessThanOrEqual(1502);
    expect((await ask(200)).tookMs).toBeLessThanOrEqual(202);
  });
});

describe('clocks', () => {
  it.each<[string, number, Step, boolean]>([
    ['set forward: read again', 7_200_000, { allowlist: 'ok.example' }, true],
    ['set forward, store down: past its limit', 7_200_000, denied, false],
    ['set back: read again', -7_200_000, { allowlist: 'ok.example' }, true],
    ['set back, store down: the last good policy', -7_200_000, denied, true],
  ])('%s', async (_, skewMs, now, usable) => {
    const { ask, script, calls } = scriptedStore();
    await ask();
    script.skewMs = skewMs;
    script.now = now;
    expect((await ask()).policy !== null).toBe(usable);
    expect(calls.length).toBeGreaterThan(1);
  });

  it('set back and left there: the limit still holds', async () => {
    const { ask, wait, script } = scriptedStore();
    await ask();
    script.skewMs = -7_200_000;
    script.now = denied;
    await wait(3_601_000);
    expect(scopes(await ask())).toBeNull();
  });
});

describe('the snapshot', () => {
  it.each<[string, Step]>([
    ['the store is down', denied],
    ['the store has no usable value', { allowlist: 'nginx' }],
  ])('is in use at a cold start when %s', async (_, now) => {
    const { ask, script } = scriptedStore({ snapshot: baked });
    script.now = now;
    expect(await ask()).toMatchObject({ policy: { hash: baked.hash }, stale: true, problem: expect.any(String) });
  });

  it('gives way to the store', async () => {
    const { ask, wait, script } = scriptedStore({ snapshot: baked });
    script.now = denied;
    await ask();
    script.now = { allowlist: 'ok.example' };
    await wait(3000);
    const state = await ask();
    expect([scopes(state), state.stale]).toEqual([['ok.example'], false]);
  });

  it('never replaces what was read', async () => {
    const { ask, wait, script, bakedCount } = scriptedStore({ snapshot: baked });
    await ask();
    script.now = denied;
    await wait(30_000);
    expect(scopes(await ask())).toEqual(['ok.example']);
    expect(bakedCount()).toBe(0);
  });

  it('never replaces what was read while it was on its way', async () => {
    const { ask, wait, script, source } = scriptedStore({ snapshot: baked, snapshotMs: 1000 });
    script.now = denied;
    void source.current(8000);
    await wait(500);
    script.now = { allowlist: 'ok.example' };
    expect(scopes(await ask())).toEqual(['ok.example']);
    await wait(1000);
    expect(scopes(await ask())).toEqual(['ok.example']);
  });

  it('leaves tokens as the store told them', async () => {
    const { ask, script } = scriptedStore({ snapshot: baked });
    script.now = { allowlist: 'nginx', clusters: `dev=${hex}` };
    const state = await ask();
    expect([scopes(state), [...(state.clusters?.keys() ?? [])]]).toEqual([['baked.example'], ['dev']]);
  });

  it('is over at the limit, too', async () => {
    const { ask, wait, script } = scriptedStore({ snapshot: baked });
    script.now = denied;
    await ask();
    await wait(3_601_000);
    expect(scopes(await ask())).toBeNull();
  });
});
