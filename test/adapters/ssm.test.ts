import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../adapters/clock.ts';
import { parameterStore } from '../../adapters/parameter-store.ts';
import { type GetParameters, getParametersOf } from '../../adapters/ssm.ts';
import { type StoreServer, startParameterStore } from '../lambda/emulators/parameter-store.ts';
import type { Fault } from '../lambda/emulators/store-faults.ts';

const names = ['/image-warden/prod/allowlist', '/image-warden/prod/policy', '/image-warden/prod/clusters'];
const credentials = () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' });
let store: StoreServer;
let getParameters: GetParameters;

beforeAll(async () => {
  store = await startParameterStore();
  store.put('/image-warden/prod/allowlist', 'secureoci.com,ghcr.io/acme');
  store.put('/image-warden/prod/clusters', `dev=${'0'.repeat(64)}`);
  getParameters = getParametersOf({ endpoint: store.url, region: 'eu-west-1', credentials });
});
afterAll(() => store.close());
afterEach(() => {
  store.fault = null;
});

describe('getParametersOf', () => {
  it('reads all names in one signed call, absent ones as null', async () => {
    const before = store.reads.length;
    expect([...(await getParameters(names, 800))].toSorted()).toEqual([
      ['/image-warden/prod/allowlist', 'secureoci.com,ghcr.io/acme'],
      ['/image-warden/prod/clusters', `dev=${'0'.repeat(64)}`],
      ['/image-warden/prod/policy', null],
    ]);
    expect(store.reads.slice(before)).toEqual([names]);
  });

  it.each<[Fault, string, string]>([
    ['throttle', 'HTTP 400 (ThrottlingException)', 'later'],
    ['error', 'HTTP 500 (InternalServerError)', 'later'],
    ['too many', 'HTTP 429 (UnknownError)', 'later'],
    ['deny', 'HTTP 400 (AccessDeniedException)', 'no'],
    ['a long reason', `HTTP 400 (${'Long'.repeat(20)})`, 'no'],
    ['redirect', 'HTTP 302 (no reason given)', 'no'],
    ['stall', 'no answer within 150 ms', 'later'],
    ['stall in the body', 'no answer within 150 ms', 'later'],
    ['drip', 'no answer within 150 ms', 'later'],
    ['empty', 'an answer without a list of parameters', 'no'],
    ['html', 'an answer without a list of parameters', 'no'],
    ['flood', 'an answer of more than 262144 bytes', 'no'],
    ['silent about one', 'the answer says nothing of /image-warden/prod/allowlist', 'no'],
    ['one twice', 'a parameter twice in the answer', 'no'],
    ['without names', 'a parameter without name or value in the answer', 'no'],
    ['without values', 'a parameter without name or value in the answer', 'no'],
  ])('%s', async (fault, message, retry) => {
    store.fault = fault;
    await expect(getParameters(names, 150)).rejects.toMatchObject({ name: 'CallError', message, retry });
  });

  it('takes a truncated answer for none', async () => {
    store.fault = 'truncate';
    await expect(getParameters(names, 800)).rejects.toMatchObject({ name: 'CallError', message: 'the connection failed (ECONNRESET)' });
  });

  it('asks for another try at once when a kept socket died', async () => {
    await getParameters(names, 800);
    store.fault = 'reset';
    await expect(getParameters(names, 800)).rejects.toMatchObject({ message: 'the connection failed (ECONNRESET)', retry: 'at once' });
    await expect(getParameters(names, 800)).rejects.toMatchObject({ message: 'the connection failed (ECONNRESET)', retry: 'later' });
  });

  it('keeps its socket between calls', async () => {
    await getParameters(names, 800);
    const before = store.connections();
    for (let call = 0; call < 3; call++) await getParameters(names, 800);
    expect(store.connections()).toBe(before);
  });

  it('asks for credentials at each call', async () => {
    let asked = 0;
    const rotated = getParametersOf({
      endpoint: store.url,
      region: 'eu-west-1',
      credentials: () => {
        asked++;
        return credentials();
      },
    });
    for (let call = 0; call < 2; call++) await rotated(names, 800);
    expect(asked).toBe(2);
  });

  it('tells no secret and no ARN', async () => {
    store.fault = 'deny';
    const error = await getParameters(names, 800).catch((one: unknown) => one);
    expect(String(error)).not.toMatch(/arn:|secret|session|AKID/);
  });

  it('says when nobody listens', async () => {
    const nobody = getParametersOf({ endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', credentials });
    await expect(nobody(names, 800)).rejects.toMatchObject({ message: 'the connection failed (ECONNREFUSED)', retry: 'later' });
  });
});

describe('200 cold environments at once, 40 reads/s', () => {
  it('have a policy or none, and those that have none get it with their next request', async () => {
    store.readsPerSecond = 40;
    const sources = Array.from({ length: 200 }, () =>
      parameterStore({
        stage: 'prod',
        getParameters: getParametersOf({ endpoint: store.url, region: 'eu-west-1', credentials }),
        clock: systemClock,
        maxStaleMs: 3_600_000,
        random: Math.random,
        report: () => undefined,
        snapshot: async () => null,
      }),
    );
    const first = await Promise.all(sources.map((source) => source.current(6400)));
    expect(first.filter(({ policy }) => policy !== null).length).toBeGreaterThanOrEqual(40);
    store.readsPerSecond = null;
    const second = await Promise.all(sources.map((source) => source.current(6400)));
    expect(second.filter(({ policy }) => policy === null)).toEqual([]);
  }, 30_000);
});

describe('the store of the tests', () => {
  it('keeps the limits of the service', () => {
    expect(() => store.put('/x', 'a'.repeat(4097))).toThrow('ValidationException');
    store.put('/x', 'a'.repeat(4096));
    store.put('/x', 'a'.repeat(8192), { tier: 'Advanced' });
    expect(() => store.put('/x', 'a'.repeat(8193), { tier: 'Advanced' })).toThrow('ValidationException');
  });

  it('keeps 100 versions, and gives an older one by its selector', async () => {
    for (let version = 1; version <= 101; version++) store.put('/y', `v${version}`);
    expect([...(await getParameters(['/y'], 800))]).toEqual([['/y', 'v101']]);
    await expect(getParameters(['/y:2'], 800)).rejects.toMatchObject({ message: 'the answer says nothing of /y:2' });
    expect([...(await getParameters(['/y:1'], 800))]).toEqual([['/y:1', null]]);
  });
});
