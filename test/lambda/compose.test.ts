import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { parameterStore } from '../../adapters/parameter-store.ts';
import { gatewayEvent, imageReview, invocationContext, invoke, podReview, token } from './gateway.ts';
import { policy, worldOf } from './world.ts';

const manifest = (image: string) => ({ path: 'pod.yaml', text: `{apiVersion: v1, kind: Pod, spec: {containers: [{image: ${image}}]}}` });
const route = (action: string) => ({ resource: `/v1/clusters/{cluster}/{token}/${action}` });

describe('the handler', () => {
  it('allows, and records before it answers', async () => {
    const { handler, records } = worldOf();
    const { result, body } = await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect(result).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' }, isBase64Encoded: false });
    expect(body).toEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: 'u-1', allowed: true, auditAnnotations: { policy: policy.hash.slice(0, 12), verdict: 'V2' } },
    });
    expect(records()).toMatchObject([{ allowed: true, cluster: 'prod', cold_start: true, environment: 'V1', sequence: 1, Reviews: 1 }]);
  });

  it('denies', async () => {
    const { handler } = worldOf();
    expect((await invoke(handler, gatewayEvent(podReview('nginx')))).body).toMatchObject({
      response: { allowed: false, status: { code: 403 } },
    });
    const { body } = await invoke(handler, gatewayEvent(imageReview('nginx'), route('image-policy')));
    expect(body).toMatchObject({
      kind: 'ImageReview',
      status: { allowed: false, reason: expect.stringContaining('docker.io/library/nginx:latest') },
    });
  });

  it("names the invocation's trace", async () => {
    const { handler, records } = worldOf({}, { trace: () => 'Root=env' });
    const context = invocationContext();
    await handler(gatewayEvent(podReview('secureoci.com/a')), context);
    await handler(gatewayEvent(podReview('secureoci.com/a')), Object.assign(context, { xRayTraceId: 'Root=context' }));
    expect(records().map(({ xray_trace_id }) => xray_trace_id)).toEqual(['Root=env', 'Root=context']);
  });

  it('is cold once', async () => {
    const { handler, records } = worldOf();
    for (let call = 0; call < 3; call++) await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect(records().map(({ cold_start, sequence }) => [cold_start, sequence])).toEqual([
      [true, 1],
      [false, 2],
      [false, 3],
    ]);
  });

  it.each<[string, object]>([
    ['no policy', { policy: null, problem: 'gone' }],
    ['neither policy nor clusters', { policy: null, clusters: null, problem: 'gone' }],
  ])('%s: a verdict with 503, and a record', async (_, state) => {
    const { handler, records } = worldOf(state);
    const { result, body } = await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect(result.statusCode).toBe(200);
    expect(body).toMatchObject({
      response: { uid: 'u-1', allowed: false, status: { code: 503, message: expect.stringContaining('gone') } },
    });
    expect(records()).toMatchObject([{ level: 'ERROR', Errors: 1, problem: 'gone' }]);
  });

  it.each<[string, () => Promise<never>]>([
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
  ])('a policy source that %s: a verdict with 503', async (_, current) => {
    const { handler } = worldOf({}, { policies: { current } });
    const { result, body } = await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect([result.statusCode, body]).toMatchObject([200, { response: { uid: 'u-1', allowed: false, status: { code: 503 } } }]);
  });

  it('a stale policy: says so', async () => {
    const { handler, records } = worldOf({ stale: true, ageMs: 60_000, problem: 'the store is down' });
    const { body } = await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect(body).toMatchObject({ response: { allowed: true, auditAnnotations: { policy: `${policy.hash.slice(0, 12)} (stale)` } } });
    expect(records()).toMatchObject([{ StalePolicy: 1, PolicyAgeSeconds: 60, stale: true, problem: 'the store is down' }]);
  });

  it.each<[string, object, unknown, number]>([
    ['an unknown route', { resource: '/nowhere' }, {}, 404],
    ['a path without a token', { resource: '/admission' }, podReview('secureoci.com/a'), 404],
    ['a wrong method', { httpMethod: 'GET' }, {}, 405],
    ['a wrong token', { pathParameters: { cluster: 'prod', token: 'x'.repeat(40) } }, podReview('secureoci.com/a'), 401],
    ['an unknown cluster', { pathParameters: { cluster: 'other', token } }, podReview('secureoci.com/a'), 401],
    ['a wrong content type', { headers: { 'content-type': 'application/yaml' } }, podReview('secureoci.com/a'), 415],
    ['no JSON', {}, '{', 400],
    ['another kind', {}, imageReview('secureoci.com/a'), 400],
    ['a check by nobody', { resource: '/v1/check' }, { files: [] }, 401],
    ['a check by somebody', { resource: '/v1/check', userArn: 'arn:aws:iam::1:role/ci' }, { files: [manifest('secureoci.com/a')] }, 200],
    ['too large', {}, 'a'.repeat(4_718_593), 413],
    ['healthz', { resource: '/healthz', httpMethod: 'GET' }, '', 200],
  ])('%s', async (_, parts, body, status) => {
    const { handler, errors } = worldOf();
    const { result } = await invoke(handler, gatewayEvent(body, parts));
    expect([result.statusCode, errors]).toEqual([status, []]);
  });

  it('says that a policy is missing on /healthz', async () => {
    const { handler } = worldOf({ policy: null });
    expect((await invoke(handler, gatewayEvent('', { resource: '/healthz', httpMethod: 'GET' }))).result.statusCode).toBe(503);
  });

  it('asks for the policy within 80 % of the lesser of both times', async () => {
    const budgets: number[] = [];
    const current = async (budgetMs: number) => {
      budgets.push(budgetMs);
      return { policy, clusters: new Map(), stale: false, problem: null };
    };
    const { handler } = worldOf({}, { policies: { current } });
    for (const [timeout, remainingMs] of [
      ['10s', 8000],
      ['5s', 8000],
      ['nonsense', 3000],
      ['10s', 1000],
    ] as const)
      await handler(gatewayEvent({}, { queryStringParameters: { timeout } }), invocationContext(remainingMs));
    expect(budgets).toEqual([6400, 4000, 2400, 800]);
  });
});

describe('a direct invocation', () => {
  it.each<[string, unknown, object]>([
    ['an AdmissionReview', podReview('secureoci.com/a'), { kind: 'AdmissionReview', response: { uid: 'u-1', allowed: true } }],
    ['an ImageReview', imageReview('nginx'), { kind: 'ImageReview', status: { allowed: false } }],
    ['a check', { files: [manifest('nginx')] }, { allowed: false }],
    ['something else', { kind: 'Pod' }, { kind: 'Status', code: 400 }],
    ['nothing', null, { kind: 'Status', code: 400 }],
    ['a number', 7, { kind: 'Status', code: 400 }],
  ])('%s: the bare answer', async (_, event, expected) => {
    expect(await worldOf().handler(event, invocationContext())).toMatchObject(expected);
  });

  it('is of the cluster that it names', async () => {
    const { handler, records } = worldOf();
    await handler({ ...imageReview('secureoci.com/a'), cluster: 'dev' }, invocationContext());
    expect(records()).toMatchObject([{ cluster: 'dev' }]);
  });
});

describe('a defect', () => {
  it('is answered, and told on one line', async () => {
    const { handler, errors } = worldOf(
      {},
      {
        trace: () => {
          throw new TypeError('oops\n\u2028');
        },
      },
    );
    const { result, body } = await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect([result.statusCode, body]).toMatchObject([503, { kind: 'Status', message: 'the service failed' }]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^[ -~]+$/);
    expect(JSON.parse(errors[0] ?? '')).toMatchObject({ type: 'defect', name: 'TypeError', stack: expect.stringContaining('oops') });
  });

  it('is told at no more length than a line has room for', async () => {
    const trace = () => {
      throw new TypeError('x'.repeat(10_000));
    };
    const { handler, errors } = worldOf({}, { trace });
    await invoke(handler, gatewayEvent(podReview('secureoci.com/a')));
    expect((JSON.parse(errors[0] ?? '') as { stack: string }).stack).toHaveLength(4000);
  });
});

describe('names in the path', () => {
  const names = [
    'prod:1',
    'prod%3A1',
    'prod%2F..%2Fprod',
    '../prod',
    'prod/../prod',
    'allowlist',
    '*',
    '',
    'prod,prod',
    'prod\u0000',
    '__proto__',
  ];
  it.each(
    names.flatMap((name) => [
      [name, 'parameters'],
      [name, 'path'],
    ]),
  )('%j as %s: 401, and no other name is read', async (name, where) => {
    const reads: string[] = [];
    const getParameters = jest.fn(async (asked: readonly string[]) => {
      reads.push(...asked);
      return new Map([
        [asked[0] ?? '', 'secureoci.com'],
        [asked[1] ?? '', null],
        [asked[2] ?? '', `prod=${'0'.repeat(64)}`],
      ]);
    });
    const clock = { now: () => 0, monotonic: () => 0 };
    const policies = parameterStore({
      stage: 'prod',
      getParameters,
      clock,
      maxStaleMs: 1,
      random: () => 0,
      report: () => undefined,
      snapshot: async () => null,
    });
    const { handler } = worldOf({}, { policies });
    const parts =
      where === 'path'
        ? { resource: '/{proxy+}', path: `/v1/clusters/${name.replaceAll('/', '%2F')}/${token}/admission` }
        : { pathParameters: { cluster: name, token } };
    expect((await invoke(handler, gatewayEvent(podReview('secureoci.com/a'), parts))).result.statusCode).toBe(401);
    expect(reads).toEqual(['/image-warden/prod/allowlist', '/image-warden/prod/policy', '/image-warden/prod/clusters']);
  });

  it('10,000 invented clusters cause one read', async () => {
    let reads = 0;
    const getParameters = async (asked: readonly string[]) => {
      reads++;
      return new Map([
        [asked[0] ?? '', 'secureoci.com'],
        [asked[1] ?? '', null],
        [asked[2] ?? '', null],
      ]);
    };
    const clock = { now: () => 0, monotonic: () => 0 };
    const policies = parameterStore({
      stage: 'prod',
      getParameters,
      clock,
      maxStaleMs: 1,
      random: () => 0,
      report: () => undefined,
      snapshot: async () => null,
    });
    const { handler, lines } = worldOf({}, { policies });
    const bodies = new Set<string>();
    for (let n = 0; n < 10_000; n++) {
      const { result } = await invoke(handler, gatewayEvent('{', { pathParameters: { cluster: `made-up-${n}`, token } }));
      bodies.add(`${result.statusCode} ${result.body}`);
    }
    expect([reads, bodies.size, lines.length]).toEqual([1, 1, 10_000]);
  });
});

describe('random events', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('POST', 'GET', '/healthz', '/v1/clusters/{cluster}/{token}/admission', '/v1/check'),
  );
  const field = fc.oneof(
    json,
    text,
    fc.dictionary(fc.oneof(text, fc.constantFrom('cluster', 'token', 'timeout', 'Content-Type', '__proto__')), fc.oneof(json, text)),
  );
  const keys = ['resource', 'path', 'headers', 'queryStringParameters', 'pathParameters', 'requestContext', 'body', 'isBase64Encoded'];
  const event = fc
    .tuple(text, fc.dictionary(fc.constantFrom(...keys), field))
    .map(([httpMethod, parts]) => ({ ...gatewayEvent(podReview('secureoci.com/a')), httpMethod, ...parts }));

  it('always get a well-formed answer, and 200 to a review only with its uid', async () => {
    const { handler, errors } = worldOf();
    await fc.assert(
      fc.asyncProperty(event, async (one) => {
        const { result, body } = await invoke(handler, one);
        expect(Object.keys(result).toSorted()).toEqual(['body', 'headers', 'isBase64Encoded', 'statusCode']);
        expect([200, 400, 401, 404, 405, 413, 415]).toContain(result.statusCode);
        if (result.statusCode === 200 && typeof body === 'object' && body !== null && 'response' in body)
          expect(body.response).toMatchObject({ uid: 'u-1' });
      }),
      { numRuns: 2000 },
    );
    expect(errors).toEqual([]);
  });

  it('invoked directly, always get an object', async () => {
    const { handler, errors } = worldOf();
    await fc.assert(
      fc.asyncProperty(field, async (one) => {
        expect(typeof (await handler(one, invocationContext()))).toBe('object');
      }),
      { numRuns: 1000 },
    );
    expect(errors).toEqual([]);
  });
});
