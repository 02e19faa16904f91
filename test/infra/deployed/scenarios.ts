/** What the deployed service must do, each as a call and what is told of its answer. */
import { createHash } from 'node:crypto';
import { type Answer, type Call, Gateway } from './gateway.ts';
import { Lambda, ownClient } from './lambda.ts';
import { parameterStore } from './store.ts';
import type { Deployed } from './template.ts';

const token = 'a-token-of-the-tests-0123456789-abcdefgh';
const cluster = `/v1/clusters/prod-eu/${token}`;
const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20270101/eu-west-1/execute-api/aws4_request' };

/** The key's end is the ticket. */
const glass = 'mycluster.image-policy.k8s.io/ticket-1';
const policy = {
  version: 1,
  breakGlass: { annotation: 'mycluster.image-policy.k8s.io/ticket-*', value: 'break-glass', groups: ['sre-oncall'] },
};

const parameters = {
  '/image-warden/prod/policy': JSON.stringify(policy),
  '/image-warden/prod/allowlist': 'secureoci.com,ghcr.io/acme',
  '/image-warden/prod/clusters': `prod-eu=${createHash('sha256').update(token).digest('hex')}`,
};

const pod = (image: string, annotations: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', annotations },
  spec: { containers: [{ name: 'app', image }] },
});

function admission(image: string, annotations: Readonly<Record<string, string>> = {}): string {
  const userInfo = { username: 'ada', groups: ['sre-oncall'] };
  const object = pod(image, annotations);
  const request = {
    uid: 'u-1',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    namespace: 'default',
    name: 'web',
    operation: 'CREATE',
    userInfo,
    object,
  };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request });
}

const imageReview = (image: string): string =>
  JSON.stringify({
    apiVersion: 'imagepolicy.k8s.io/v1alpha1',
    kind: 'ImageReview',
    spec: { containers: [{ image }], namespace: 'default' },
  });

const post = (path: string, body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}): Call => ({
  method: 'POST',
  path,
  body,
  headers: { 'content-type': 'application/json', ...headers },
});

/** Invalid UTF-8 in a name: as text it would be repaired on the way. */
const broken = Buffer.concat([
  Buffer.from(admission('ghcr.io/acme/api:1').slice(0, -1)),
  Buffer.from(',"x":"'),
  Buffer.from([0xff]),
  Buffer.from('"}'),
]);
const megabytes = (count: number): string => 'x'.repeat(count * 1024 * 1024);

type Scenario = readonly [name: string, call: Call, told: (answer: Answer) => unknown, expected: unknown];

const review = ({ status, body }: Answer) => {
  const { response } = JSON.parse(body);
  return [status, response?.uid, response?.allowed, response?.status?.code ?? null];
};
const kube = ({ status, body }: Answer) => [status, JSON.parse(body).kind, JSON.parse(body).code ?? null];
const status = ({ status: code }: Answer) => code;

const scenarios: readonly Scenario[] = [
  ['an allowed image', post(`${cluster}/admission?timeout=10s`, admission('ghcr.io/acme/api:1')), review, [200, 'u-1', true, null]],
  ['a denied image', post(`${cluster}/admission`, admission('docker.io/library/nginx:1')), review, [200, 'u-1', false, 403]],
  [
    'a denied image with break-glass',
    post(`${cluster}/admission`, admission('nginx', { [glass]: 'break-glass' })),
    review,
    [200, 'u-1', true, null],
  ],
  ['mutation', post(`${cluster}/mutation`, admission('ghcr.io/acme/api:1')), review, [200, 'u-1', true, null]],
  [
    'an ImageReview',
    post(`${cluster}/image-policy`, imageReview('nginx')),
    ({ status: code, body }) => [code, JSON.parse(body).status.allowed],
    [200, false],
  ],
  ['a wrong token', post(`/v1/clusters/prod-eu/${token}x/admission`, admission('ghcr.io/acme/api:1')), kube, [401, 'Status', 401]],
  [
    'a selector as a cluster',
    post(`/v1/clusters/prod-eu:1/${token}/admission`, admission('ghcr.io/acme/api:1')),
    kube,
    [401, 'Status', 401],
  ],
  [
    'a signed check',
    post('/v1/check', JSON.stringify({ files: [{ path: 'a.yaml', text: JSON.stringify(pod('nginx')) }] }), signed),
    ({ status: code, body }) => [code, JSON.parse(body).allowed],
    [200, false],
  ],
  ['an unsigned check', post('/v1/check', '{"files":[]}'), kube, [404, 'Status', 404]],
  ['health', { method: 'GET', path: '/healthz' }, status, 200],
  ['a path that there is not', { method: 'GET', path: '/v1/nothing' }, kube, [404, 'Status', 404]],
  ['a method that there is not', { method: 'GET', path: `${cluster}/admission` }, kube, [404, 'Status', 404]],
  ['invalid UTF-8', post(`${cluster}/admission`, broken), kube, [400, 'Status', 400]],
  [
    'a review of 4 MB',
    post(`${cluster}/admission`, admission('ghcr.io/acme/api:1', { filler: megabytes(4) })),
    review,
    [200, 'u-1', true, null],
  ],
  [
    'a review that Lambda does not take',
    post(`${cluster}/admission`, admission('ghcr.io/acme/api:1', { filler: megabytes(5) })),
    kube,
    [500, 'Status', null],
  ],
  ['a body that API Gateway does not take', post(`${cluster}/admission`, megabytes(11)), kube, [413, 'Status', 413]],
];

/** Runs a deployment and tells what is not as expected: `scenario: got`. The environment ends with the iteration. */
export async function* faults(deployed: Deployed, client = ownClient): AsyncGenerator<string, undefined> {
  const store = await parameterStore(parameters, deployed.fn.readable);
  const lambda = await Lambda.of(deployed.fn, { AWS_ENDPOINT_URL_SSM: `http://${store.host}` }, client);
  try {
    const gateway = new Gateway(deployed, lambda);
    for (const [name, request, told, expected] of scenarios) yield* differing(name, toldOf(told, await gateway.call(request)), expected);
    const floods = await Promise.all(Array.from({ length: 25 }, () => gateway.call({ method: 'GET', path: '/healthz' })));
    yield* differing('a flood of health checks', [...new Set(floods.map(({ status: code }) => code))], [200, 429]);
    const names = ['allowlist', 'clusters', 'policy'].map((name) => `/image-warden/prod/${name}`);
    yield* differing('parameters read', [...store.asked].toSorted(), names);
    const { BreakGlass, FailOpen, Undecided, StalePolicy, PolicyProblem, Unauthorized } = deployed.counted(lambda.lines());
    yield* differing(
      'what the metric filters count',
      [BreakGlass, Undecided, StalePolicy, PolicyProblem, Unauthorized, FailOpen],
      [1, 0, 0, 0, 2, 0],
    );
    const leaks = lambda.lines().filter((line) => line.includes(token));
    yield* differing('the token in a line', leaks, []);
  } finally {
    await lambda.close();
    await store.close();
  }
}

function differing(name: string, got: unknown, expected: unknown): string[] {
  return JSON.stringify(got) === JSON.stringify(expected) ? [] : [`${name}: ${JSON.stringify(got)}`];
}

/** An answer of another kind is a fault too, not a crash. */
function toldOf(told: (answer: Answer) => unknown, answer: Answer): unknown {
  try {
    return told(answer);
  } catch {
    return [answer.status, answer.body.slice(0, 200)];
  }
}
