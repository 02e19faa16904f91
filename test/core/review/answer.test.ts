import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { maxBodyBytes } from '../../../core/limits.ts';
import type { Measures } from '../../../core/ports.ts';
import type { HttpRequest } from '../../../core/review/http.ts';
import { allRoutes, ask, engineOf, policyOf, requestOf, stateOf } from './engine.ts';

const token = 'a'.repeat(32);
const guarded = (action: string, cluster = 'prod', secret = token) => `/v1/clusters/${cluster}/${secret}/${action}`;
const clusters = new Map([['prod', [hash('sha256', token, 'buffer')]]]);
const policy = await policyOf('version: 1\nimages: [secureoci.com, {allow: docker.io/library, where: {clusters: [prod]}}]');
const state = stateOf(policy, { clusters });

const pod = (image: unknown, more: object = {}) => ({
  kind: 'AdmissionReview',
  request: {
    uid: 'u',
    operation: 'CREATE',
    object: { kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'c', image }] } },
  },
  ...more,
});
const images = (...list: unknown[]) => ({ kind: 'ImageReview', spec: { containers: list.map((image) => ({ image })) } });

async function statusOf(request: HttpRequest): Promise<unknown[]> {
  const { answer, body } = await ask(engineOf(state), request);
  const { kind, apiVersion, reason, message, code } = body as Record<string, unknown>;
  expect([kind, apiVersion, code]).toEqual(['Status', 'v1', answer.status]);
  expect(answer.headers['content-type']).toBe('application/json');
  return [answer.status, reason, message];
}

describe('the order of the checks', () => {
  // Each row repairs what the row before it was refused for.
  const wrong = { method: 'GET', body: async () => null, contentType: 'text/html' };
  const headers = { contentType: 'text/html' };
  it.each<[number, string, unknown, Partial<HttpRequest>]>([
    [404, '/v1/clusters/prod/x/y', 'x', wrong],
    [405, guarded('admission', 'dev'), 'x', wrong],
    [413, guarded('admission', 'dev'), 'x', { ...wrong, method: 'POST' }],
    [401, guarded('admission', 'dev'), 'x', headers],
    [415, guarded('admission'), 'x', headers],
    [400, guarded('admission'), 'x', {}],
    [400, guarded('admission'), { kind: 'Pod' }, {}],
    [400, guarded('admission'), { kind: 'AdmissionReview', apiVersion: 'v1' }, {}],
    [400, guarded('admission'), { kind: 'AdmissionReview', request: { uid: 1 } }, {}],
    [200, guarded('admission'), { kind: 'AdmissionReview' }, {}],
  ])('%d for %s %j', async (status, path, body, more) => {
    expect((await ask(engineOf(state), requestOf(path, body, more))).answer.status).toBe(status);
  });

  it('reads no body before route and method are known', async () => {
    const body = (): never => {
      throw new Error('read');
    };
    expect((await ask(engineOf(state), requestOf('/x', '', { body }))).answer.status).toBe(404);
    expect((await ask(engineOf(state), requestOf('/admission', '', { body, method: 'PUT' }))).answer.status).toBe(405);
  });
});

describe('bad input', () => {
  it.each<[string, HttpRequest, unknown[]]>([
    ['an unknown path', requestOf('/nope', '{}'), [404, 'NotFound', 'there is no such path']],
    [
      'a wrong method',
      requestOf('/admission', '{}', { method: 'PATCH' }),
      [405, 'MethodNotAllowed', 'the method is not allowed here: expected POST'],
    ],
    [
      'a body that is too large',
      requestOf('/admission', '{}', { body: async () => null }),
      [413, 'RequestEntityTooLarge', `the body is larger than ${maxBodyBytes} bytes`],
    ],
    [
      'a wrong content type',
      requestOf('/admission', '{}', { contentType: 'application/yaml' }),
      [415, 'UnsupportedMediaType', 'Content-Type: expected application/json; send a JSON body'],
    ],
    [
      'an encoding',
      requestOf('/admission', '{}', { contentEncoding: 'gzip' }),
      [415, 'UnsupportedMediaType', 'Content-Encoding: expected none or identity; send the body as it is'],
    ],
    ['an empty body', requestOf('/admission', ''), [400, 'BadRequest', 'the body is empty: expected a JSON object']],
    ['invalid UTF-8', requestOf('/admission', Uint8Array.of(0x7b, 0xff)), [400, 'BadRequest', 'the body is not valid UTF-8']],
    ['another kind', requestOf('/admission', { kind: 'Pod' }), [400, 'BadRequest', 'kind: expected AdmissionReview or ImageReview']],
    ['no kind', requestOf('/', {}), [400, 'BadRequest', 'kind: expected AdmissionReview or ImageReview']],
    ['a list', requestOf('/', [pod('secureoci.com/a')]), [400, 'BadRequest', 'kind: expected AdmissionReview or ImageReview']],
    ['null', requestOf('/', 'null'), [400, 'BadRequest', 'kind: expected AdmissionReview or ImageReview']],
    ['a kind in a list', requestOf('/', { kind: ['ImageReview'] }), [400, 'BadRequest', 'kind: expected AdmissionReview or ImageReview']],
    [
      'a kind under __proto__',
      requestOf('/', '{"__proto__":{"kind":"ImageReview"}}'),
      [400, 'BadRequest', 'kind: expected AdmissionReview or ImageReview'],
    ],
    ['an ImageReview for a webhook', requestOf(guarded('admission'), images('a')), [400, 'BadRequest', 'kind: expected AdmissionReview']],
    [
      'an AdmissionReview for ImagePolicyWebhook',
      requestOf(guarded('image-policy'), pod('a')),
      [400, 'BadRequest', 'kind: expected ImageReview'],
    ],
  ])('%s', async (_, request, expected) => {
    expect(await statusOf(request)).toEqual(expected);
  });

  it.each<[string, number, HttpRequest]>([
    ['a body that is too large', 413, requestOf('/admission', '', { body: async () => null })],
    ['a wrong content type', 415, requestOf('/admission', '{}', { contentType: 'application/yaml' })],
    ['no JSON', 400, requestOf('/admission', '{')],
  ])('%s is told in the log and counted: under Ignore it is an allow', async (_, code, request) => {
    const seen: [object, Measures][] = [];
    const log = { write: (line: string, measures: Measures) => seen.push([JSON.parse(line) as object, measures]) > 0 };
    const { body } = await ask(engineOf(state, { log }), request);
    const { message } = body as { message: string };
    const line = { timestamp: '2027-01-01T00:00:00.000Z', level: 'WARN', message, type: 'rejected', code };
    expect(seen).toEqual([[line, { cluster: null, values: { Rejected: 1 } }]]);
  });

  it.each<[string, unknown]>([
    ['no request', { kind: 'AdmissionReview' }],
    ['a null request', { kind: 'AdmissionReview', request: null }],
    ['a number for an image', pod(1)],
    ['a list for an image', pod(['secureoci.com/a'])],
    ['null for an image', pod(null)],
    ['an object for an image', pod({ toString: 'secureoci.com/a' })],
    ['null containers', { kind: 'AdmissionReview', request: { object: { kind: 'Pod', spec: { containers: null } } } }],
    ['no containers', { kind: 'AdmissionReview', request: { object: { kind: 'Pod', spec: {} } } }],
    ['a claimed verdict', pod('nginx', { response: { allowed: true, uid: 'u' } })],
    ['an ImageReview without a spec', { kind: 'ImageReview', status: { allowed: true } }],
    ['an ImageReview with nulls', { kind: 'ImageReview', spec: { containers: [null] } }],
    [
      'a kind called constructor',
      { kind: 'AdmissionReview', request: { kind: { kind: 'constructor' }, object: pod('nginx').request.object } },
    ],
  ])('%s is denied with a verdict', async (_, body) => {
    const { answer, body: answered } = await ask(engineOf(state), requestOf('/', body));
    const { status, response } = answered as { status?: { allowed: boolean }; response?: { allowed: boolean } };
    expect([answer.status, (status ?? response)?.allowed]).toEqual([200, false]);
  });

  it.each([
    ['secureoci.com/a', true],
    ['secureoci.com:5000/x', false],
    ['secureoci.com.evil.io/x', false],
    ['secureoci.com', false],
    ['SECUREOCI.com/x', false],
    ['evil/secureoci.com/x', false],
    ['secureoci.com/\u212aernel', false],
    ['secureoci.com./x', false],
    ['secureoci.com@evil.io/x', false],
    [' secureoci.com/x', false],
  ])('an image %j: %j', async (image, allowed) => {
    const { body } = await ask(engineOf(state), requestOf('/', pod(image)));
    expect(body).toHaveProperty('response.allowed', allowed);
  });
});

describe('tokens', () => {
  it('know their cluster, in which the policy is asked', async () => {
    const { body } = await ask(engineOf(state), requestOf(guarded('admission'), pod('nginx')));
    expect(body).toHaveProperty('response.allowed', true);
    expect((await ask(engineOf(state), requestOf('/admission', pod('nginx')))).body).toHaveProperty('response.allowed', false);
  });

  it('are refused in one text, and the refusal is recorded without them', async () => {
    const lines: string[] = [];
    const engine = engineOf(state, { log: { write: (line) => lines.push(line) > 0 } });
    const paths = [guarded('admission', 'dev'), guarded('admission', 'prod', 'b'.repeat(32)), guarded('mutation', '__proto__')];
    for (const path of paths) {
      const { answer } = await ask(engine, requestOf(path, pod('secureoci.com/a')));
      expect([answer.status, (JSON.parse(answer.body) as { message: string }).message]).toEqual([
        401,
        'unknown cluster or wrong token in the path: `image-warden connect CLUSTER` makes a new one for a deployed stack, `serve --clusters` reads its own file',
      ]);
    }
    expect(lines).toEqual(
      paths.map(() => '{"timestamp":"2027-01-01T00:00:00.000Z","level":"WARN","message":"unauthorized","type":"unauthorized"}'),
    );
  });

  it('refuse nobody while it is not known who there is: a denial, which Ignore cannot turn into an allow', async () => {
    const lost = engineOf(stateOf(null, { clusters: null, problem: 'the store is down' }));
    const { answer, body } = await ask(lost, requestOf(guarded('admission', 'dev'), pod('secureoci.com/a')));
    expect(answer.status).toBe(200);
    expect(body).toMatchObject({ response: { uid: 'u', allowed: false, status: { code: 503 } } });
    expect(lost.records).toHaveLength(1);
  });

  it('are not asked for by the policy that was baked into the artifact, which knows no clusters', async () => {
    const baked = engineOf(stateOf(policy, { clusters: null, stale: true, problem: 'the store is down' }));
    expect((await ask(baked, requestOf(guarded('admission', 'dev'), pod('secureoci.com/a')))).body).toHaveProperty(
      'response.allowed',
      true,
    );
    expect((await ask(baked, requestOf(guarded('admission', 'dev:1'), pod('secureoci.com/a')))).answer.status).toBe(401);
  });
});

describe('without a policy', () => {
  const lost = stateOf(null, { problem: 'the policy could not be read' });

  it('denies with 503 and says why', async () => {
    const { body } = await ask(engineOf(lost), requestOf('/admission', pod('secureoci.com/a')));
    expect(body).toEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: {
        uid: 'u',
        allowed: false,
        status: { code: 503, message: 'Pod web is denied by policy-unavailable: the policy could not be read (verdict V1)' },
        auditAnnotations: { rule: 'policy-unavailable', verdict: 'V1' },
      },
    });
    expect((await ask(engineOf(lost), requestOf('/', images('secureoci.com/a')))).body).toHaveProperty('status.allowed', false);
  });

  it.each(['DELETE', 'CONNECT'])('lets %s pass: it brings no image in', async (operation) => {
    const body = { kind: 'AdmissionReview', request: { uid: 'u', operation } };
    expect((await ask(engineOf(lost), requestOf('/', body))).body).toHaveProperty('response.allowed', true);
  });

  it('is not healthy', async () => {
    const get = requestOf('/healthz', '', { method: 'GET' });
    const { answer } = await import('../../../core/review/answer.ts');
    expect(await answer(get, engineOf(lost))).toEqual({
      status: 503,
      headers: { 'content-type': 'text/plain' },
      body: 'no usable policy\n',
    });
    expect(await answer(get, engineOf(state))).toEqual({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok\n' });
  });
});

describe('a defect of ours', () => {
  it('is a denial with the uid, and leaves its record', async () => {
    const broken = { ...policy, settings: null } as unknown as typeof policy;
    const engine = engineOf(stateOf(broken));
    const { answer, body } = await ask(engine, requestOf('/admission', pod('secureoci.com/a')));
    expect(answer.status).toBe(200);
    expect(body).toMatchObject({
      response: {
        uid: 'u',
        allowed: false,
        status: { code: 503, message: 'Pod web is denied by policy-unavailable: the service failed while it decided (verdict V1)' },
      },
    });
    expect(engine.records).toMatchObject([{ allowed: false, code: 503, level: 'ERROR', uid: 'u' }]);
  });

  it('in the log is a denial too', async () => {
    const write = (): never => {
      throw new Error('disk full');
    };
    const { body } = await ask(engineOf(state, { log: { write } }), requestOf('/admission', pod('secureoci.com/a')));
    expect(body).toMatchObject({ response: { uid: 'u', allowed: false, status: { code: 503 } } });
  });
});

describe('/v1/check', () => {
  const files = [{ path: 'pod.yaml', text: 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: c, image: nginx}]}' }];

  it('gives the report of `check`', async () => {
    const { answer, body } = await ask(engineOf(state), requestOf('/v1/check', { files }));
    expect([answer.status, body]).toMatchObject([200, { allowed: false, summary: { denied: 1, warned: 1, passed: 0 } }]);
    expect((await ask(engineOf(state), requestOf('/v1/check', { files, cluster: 'prod' }))).body).toHaveProperty('allowed', true);
  });

  it('asks for a caller where it must', async () => {
    const engine = engineOf(state, { routes: { ...allRoutes, check: 'caller' } });
    const message = 'sign the request with AWS Signature Version 4';
    expect((await ask(engine, requestOf('/v1/check', { files }))).body).toMatchObject({ code: 401, message });
    expect((await ask(engine, requestOf('/v1/check', { files }, { caller: 'arn' }))).answer.status).toBe(200);
  });

  it.each<[unknown]>([
    [{}],
    [{ files: null }],
    [{ files: [] }],
    [{ files: [null] }],
    [{ files: [{ path: 'a' }] }],
    [[]],
    [null],
    [{ files: [{ path: 'a', text: '' }] }],
  ])('%j is a 400', async (body) => {
    expect((await ask(engineOf(state), requestOf('/v1/check', body))).answer.status).toBe(400);
  });
});

const copied = engineOf(stateOf(await policyOf('version: 1\nimages: [secureoci.com, docker.io/library/nginx:1.27]')));

describe('what everybody copies', () => {
  const allowed = 'allowed here: secureoci.com, docker.io/library/nginx:1.27';
  const digest = `sha256:${'a'.repeat(64)}`;
  const listed = (detail: string) => `is denied by registry-allowlist: ${detail}; ${allowed}`;

  it('an AdmissionReview without apiVersion and uid', async () => {
    const containers = [
      { name: 'nginx-frontend', image: 'secureoci.com/nginx' },
      { name: 'mysql-backend', image: 'mysql' },
    ];
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'myapp' }, spec: { containers } };
    const { body } = await ask(copied, requestOf('/admission', { kind: 'AdmissionReview', request: { object } }));
    expect(body).toMatchObject({
      apiVersion: 'admission.k8s.io/v1',
      response: {
        uid: '',
        allowed: false,
        status: {
          code: 403,
          message: expect.stringContaining(
            `Pod myapp: container "mysql-backend" (spec.containers[1].image): docker.io/library/mysql:latest ${listed('no entry for docker.io/library/mysql')}`,
          ),
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('nginx-frontend');
  });

  it.each<[string, string | null]>([
    ['nginx:1.27', null],
    ['secureoci.com/x', null],
    [`secureoci.com/x:1@${digest}`, null],
    ['myrepo/myimage:v1', `docker.io/myrepo/myimage:v1 ${listed('no entry for docker.io/myrepo/myimage')}`],
    [
      `myrepo/myimage@${digest.slice(0, -1)}`,
      `"myrepo/myimage@${digest.slice(0, -1)}" is denied by malformed-image: 63 hex digits, expected 64 (at character 86)`,
    ],
    [
      'secureoci.com.evil.io/x',
      `secureoci.com.evil.io/x:latest ${listed('no entry for secureoci.com.evil.io (secureoci.com is another host)')}`,
    ],
    [
      'secureoci.com:5000/x',
      `secureoci.com:5000/x:latest ${listed('no entry for secureoci.com:5000 (the port is part of the host: secureoci.com is another registry)')}`,
    ],
    [
      'secureoci.com',
      `docker.io/library/secureoci.com:latest ${listed('no entry for docker.io/library/secureoci.com (secureoci.com is no registry here: only what stands before the first "/" is)')}`,
    ],
    [
      'SECUREOCI.com/x',
      '"SECUREOCI.com/x" is denied by malformed-image: upper-case letter in the host "SECUREOCI.com": hosts are lower case (at character 1)',
    ],
    [
      'evil/secureoci.com/x',
      `docker.io/evil/secureoci.com/x:latest ${listed('no entry for docker.io/evil/secureoci.com/x (secureoci.com is no registry here: only what stands before the first "/" is)')}`,
    ],
    [
      `nginx:1.27@${digest}`,
      `docker.io/library/nginx:1.27@${digest} ${listed('no entry for docker.io/library/nginx (docker.io/library/nginx:1.27 speaks of the tag, and what runs is the digest)')}`,
    ],
  ])('an ImageReview of %s, with any of the content types of curl', async (image, reason) => {
    for (const contentType of ['application/json', 'application/x-www-form-urlencoded', null]) {
      const { body } = await ask(copied, requestOf('/image_policy', images(image), { contentType }));
      const { status } = body as { status: { allowed: boolean; reason?: string } };
      const line = status.reason?.replace(/ \(verdict V\d+\)$/, '') ?? null;
      expect([status.allowed, line]).toEqual([
        reason === null,
        reason === null ? null : `ImageReview: spec.containers[0].image: ${reason}`,
      ]);
    }
  });
});
