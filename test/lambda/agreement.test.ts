/** The function and `serve` answer the same requests with the same bytes: one core, two rims. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { type RunningServer, startServer } from '../../cli/server.ts';
import { gatewayEvent, imageReview, invocationContext, podReview, token } from './gateway.ts';
import { worldOf } from './world.ts';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const { world, handler, errors } = worldOf();
const routes = { open: false, clusters: true, check: 'caller' } as const;
let server: RunningServer;

beforeAll(async () => {
  const engine = { ...world, evidence: null, log: { write: () => true }, routes };
  server = await startServer({ port: 0, host: '127.0.0.1', certificate: null, engine, onError: (error) => errors.push(String(error)) });
});
afterAll(() => server.close());

const admission = `/v1/clusters/prod/${token}/admission`;
const imagePolicy = `/v1/clusters/prod/${token}/image-policy`;
const bodyOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

async function askServer({ method = 'POST', path = admission, headers = {}, body = '' }: Asked) {
  return new Promise<{ status: number; headers: object; body: string }>((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      const { 'content-type': type, allow } = response.headers;
      const kept = { 'content-type': type, ...(allow === undefined ? {} : { allow }) };
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, headers: kept, body: answer }), reject);
    });
    sent.on('error', reject);
    sent.end(bodyOf(body));
  });
}

/** By its path, as behind a proxy resource; the routes' own resources are the other table's business. */
async function askFunction({ method = 'POST', path = admission, headers = {}, body = '' }: Asked, parts: object = {}) {
  const [plain = '', query = ''] = path.split('?');
  const event = gatewayEvent(bodyOf(body), {
    resource: '/{proxy+}',
    path: plain,
    httpMethod: method,
    headers: { 'content-type': 'application/json', ...headers },
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    ...parts,
  });
  const { statusCode, headers: answered, body: answer } = (await handler(event, invocationContext())) as APIGatewayProxyResult;
  return { status: statusCode, headers: answered, body: answer };
}

const nameless = <T extends { body: string }>(answer: T): T => ({ ...answer, body: answer.body.replaceAll(/\bV\d+\b/g, 'V') });
const large = JSON.stringify({ pad: 'a'.repeat(4_718_592) });

const cases: [string, Asked][] = [
  ['an allow', { body: podReview('secureoci.com/a') }],
  ['a denial', { body: podReview('nginx') }],
  ['a warning', { body: podReview('warn.example/a:1') }],
  ['an exempt namespace', { body: podReview('nginx', { namespace: 'kube-system' }) }],
  ['a malformed image', { body: podReview('a b\u0000\u202e') }],
  ['a pod without containers', { body: podReview('', { object: { kind: 'Pod', spec: {} } }) }],
  ['DELETE', { body: podReview('nginx', { operation: 'DELETE' }) }],
  ['v1beta1', { body: { ...podReview('nginx'), apiVersion: 'admission.k8s.io/v1beta1' } }],
  ['non-ASCII', { body: podReview('secureoci.com/a', { uid: 'é\u2028', namespace: 'ü' }) }],
  ['an ImageReview that is allowed', { path: imagePolicy, body: imageReview('secureoci.com/a') }],
  ['an ImageReview that is denied', { path: imagePolicy, body: imageReview('nginx', 'x y') }],
  ['mutation', { path: `/v1/clusters/prod/${token}/mutation`, body: podReview('nginx') }],
  ['a timeout', { path: `${admission}?timeout=5s`, body: podReview('nginx') }],
  ['a wrong token', { path: `/v1/clusters/prod/${'x'.repeat(40)}/admission`, body: podReview('nginx') }],
  ['an unknown cluster', { path: `/v1/clusters/other/${token}/admission`, body: podReview('nginx') }],
  ['an encoded cluster', { path: `/v1/clusters/prod%3A1/${token}/admission`, body: podReview('nginx') }],
  ['an unknown route', { path: '/v1/clusters/prod/admission', body: podReview('nginx') }],
  ['a slash too many', { path: `${admission}/`, body: podReview('nginx') }],
  ['a wrong method', { method: 'PUT', body: podReview('nginx') }],
  ['another kind', { body: imageReview('nginx') }],
  ['no JSON', { body: '{"a":' }],
  ['an empty body', { body: '' }],
  ['a byte order mark', { body: '\ufeff{}' }],
  ['too deep', { body: '['.repeat(65) + ']'.repeat(65) }],
  ['too large', { body: large }],
  ['YAML', { headers: { 'content-type': 'application/yaml' }, body: podReview('nginx') }],
  ['gzip', { headers: { 'content-encoding': 'gzip' }, body: podReview('nginx') }],
  ['form data, as curl sends it', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: podReview('nginx') }],
  ['healthz', { method: 'GET', path: '/healthz' }],
  ['a check by nobody', { path: '/v1/check', body: { files: [] } }],
];

describe('the function and serve', () => {
  it.each(cases)('agree: %s', async (_, asked) => {
    const [served, answered] = [await askServer(asked), await askFunction(asked)];
    expect(nameless(answered)).toEqual(nameless(served));
    expect(errors).toEqual([]);
  });

  it.each(cases.filter(([, { body }]) => body !== undefined && body !== ''))('agree in base64: %s', async (_, asked) => {
    const parts = { body: Buffer.from(bodyOf(asked.body)).toString('base64'), isBase64Encoded: true };
    expect(nameless(await askFunction(asked, parts))).toEqual(nameless(await askServer(asked)));
  });
});
