import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { maxRecordedImages, maxRecordedLength, maxRecordLength } from '../../../core/limits.ts';
import { allRoutes, ask, engineOf, policyOf, requestOf, stateOf } from './engine.ts';

const policy = await policyOf('version: 1\nimages: [ok.example, {allow: warn.example, require: {digest: true}, mode: warn}]');

async function linesFor(path: string, body: unknown, state = stateOf(policy)): Promise<string[]> {
  const lines: string[] = [];
  await ask(engineOf(state, { log: { write: (line) => lines.push(line) > 0 }, routes: allRoutes }), requestOf(path, body));
  return lines;
}
const admission = (request: object) => ({ kind: 'AdmissionReview', request });
const pod = (...images: unknown[]) => ({
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: images.map((image) => ({ name: 'c', image })) },
});

describe('recordOf', () => {
  it('is one line that tells all', async () => {
    const request = { uid: 'u', namespace: 'n', operation: 'CREATE', dryRun: true, userInfo: { username: 'alice' }, object: pod('nginx') };
    const [line, ...rest] = await linesFor('/admission', admission(request));
    expect(rest).toEqual([]);
    expect(JSON.parse(line ?? '')).toEqual({
      timestamp: '2027-01-01T00:00:00.000Z',
      level: 'WARN',
      message: 'denied',
      type: 'decision',
      schema: 1,
      allowed: false,
      verdict: 'V1',
      rule: 'registry-allowlist',
      policy: policy.hash.slice(0, 12),
      code: 403,
      stale: false,
      kind: 'AdmissionReview',
      cluster: null,
      namespace: 'n',
      object: 'Pod n/web',
      operation: 'CREATE',
      subResource: null,
      dryRun: true,
      user: 'alice',
      uid: 'u',
      problem: null,
      findings: [
        {
          rule: 'registry-allowlist',
          severity: 'deny',
          path: 'spec.containers[0].image',
          container: 'c',
          detail: 'no entry for docker.io; allowed here: ok.example, warn.example',
          entry: null,
        },
      ],
      findingCount: 1,
      images: ['nginx'],
      imageCount: 1,
    });
  });

  it.each<[string, string, object, object]>([
    ['an allow', 'ok.example/a', {}, { level: 'INFO', message: 'allowed', allowed: true, code: 200 }],
    ['a warning', 'warn.example/a', {}, { level: 'WARN', message: 'allowed', allowed: true, code: 200, entry: 'warn.example' }],
    ['a denial', 'nginx', {}, { level: 'WARN', message: 'denied', allowed: false, code: 403 }],
    ['no policy', 'ok.example/a', { policy: null, problem: 'gone' }, { level: 'ERROR', code: 503, policy: null, problem: 'gone' }],
    ['a stale policy', 'ok.example/a', { stale: true }, { level: 'INFO', stale: true, policy: policy.hash.slice(0, 12) }],
  ])('%s has its level and code', async (_, image, state, expected) => {
    const [line] = await linesFor('/admission', admission({ object: pod(image) }), { ...stateOf(policy), ...state });
    expect(JSON.parse(line ?? '')).toMatchObject(expected);
  });

  it('says of what brings nothing in that there was no object', async () => {
    const [line] = await linesFor('/admission', admission({ uid: 'u', operation: 'DELETE', oldObject: pod('nginx') }));
    expect(JSON.parse(line ?? '')).toMatchObject({ allowed: true, code: 200, object: null, operation: 'DELETE', findings: [], images: [] });
  });

  it('says what decided before anything that a requester wrote', async () => {
    const [line = ''] = await linesFor('/admission', admission({ userInfo: { username: '"allowed":true' }, object: pod('nginx') }));
    expect(line).toMatch(/^\{"timestamp":"[^"]+","level":"WARN","message":"denied","type":"decision","schema":1,"allowed":false,/);
  });

  it('is printable ASCII on one line, whatever was written', async () => {
    const hostile = '\n\r\u2028\u001b[31m\u0000\ud800é"\\';
    const request = { uid: hostile, namespace: hostile, operation: hostile, subResource: hostile, userInfo: { username: hostile } };
    const [line = ''] = await linesFor('/admission', admission({ ...request, object: pod(hostile) }));
    expect(line).toMatch(/^[ -~]+$/);
    expect(JSON.parse(line)).toMatchObject({ uid: hostile, user: hostile, images: [hostile] });
  });

  it.each<[string, number, number, number]>([
    ['honest names: all that a record names', 1000, 20, maxRecordedImages],
    ['long names: fewer', 1000, 300, 4],
    ['hostile names: fewer', 1000, 3000, 4],
  ])('stays below what a log takes: %s', async (_, count, length, named) => {
    const long = 'é'.repeat(length);
    const containers = Array.from({ length: count }, (_, index) => ({ name: `${index}${long}`, image: `${index}${long}` }));
    const request = { namespace: long, operation: long, subResource: long, userInfo: { username: long } };
    const object = { kind: long, metadata: { name: long }, spec: { containers } };
    const [line = ''] = await linesFor('/admission', admission({ ...request, object }));
    const record = JSON.parse(line) as { findings: { container: string }[]; images: string[]; imageCount: number; findingCount: number };
    expect(line.length).toBeLessThanOrEqual(maxRecordLength);
    expect([record.findings.length, record.images.length]).toEqual([named, named]);
    expect([record.imageCount, record.findingCount]).toEqual([count, count]);
  });

  it('repeats at most so much of what was written', async () => {
    const long = 'x'.repeat(maxRecordedLength + 1);
    const request = { namespace: long, operation: long, subResource: long, userInfo: { username: long } };
    const [line = ''] = await linesFor('/admission', admission({ ...request, object: pod(long) }));
    const { namespace, operation, subResource, user, images } = JSON.parse(line) as Record<string, string> & { images: string[] };
    const lengths = [namespace, operation, subResource, user, images[0]].map((text) => text?.length);
    expect(lengths).toEqual(Array(5).fill(maxRecordedLength));
  });

  it('repeats at most so much of a container and of what is said of it', async () => {
    const long = 'x'.repeat(maxRecordedLength + 1);
    const signed = await policyOf(
      'version: 1\nimages: [a.io]\nrequire: { signedBy: [k] }\nverifiers: { k: { cosign: { keys: ["awskms:///k"] } } }',
    );
    const prove = async () => [{ rule: 'signature-required', detail: long, fix: '', warnOnly: false }] as const;
    const session = async () => ({ prove, resolve: async () => ({ problem: '' }) });
    const engine = engineOf(stateOf(signed), { evidence: { session } });
    const object = { kind: 'Pod', spec: { containers: [{ name: long, image: `a.io/b@sha256:${'a'.repeat(64)}` }] } };
    await ask(engine, requestOf('/admission', admission({ object })));
    const cut = long.slice(0, maxRecordedLength);
    expect(engine.records).toMatchObject([{ findings: [{ container: cut, detail: cut }] }]);
  });

  it('is of its own review, whatever was recorded before it', async () => {
    const lines: string[] = [];
    const log = { write: (line: string) => lines.push(line) > 0 };
    const engine = (stale: boolean) => engineOf(stateOf(policy, { stale, clusters: null }), { log });
    const of = (cluster: string, action: string) => `/v1/clusters/${cluster}/${'t'.repeat(32)}/${action}`;
    const review = { kind: 'ImageReview', spec: { containers: [{ image: 'ok.example/a' }] } };
    await ask(engine(false), requestOf(of('a', 'admission'), admission({ object: pod('ok.example/a') })));
    await ask(engine(true), requestOf(of('a', 'admission'), admission({ object: pod('ok.example/a') })));
    await ask(engine(true), requestOf(of('b', 'admission'), admission({ object: pod('ok.example/a') })));
    await ask(engine(true), requestOf(of('b', 'image-policy'), review));
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { stale: false, cluster: 'a', kind: 'AdmissionReview' },
      { stale: true, cluster: 'a', kind: 'AdmissionReview' },
      { stale: true, cluster: 'b', kind: 'AdmissionReview' },
      { stale: true, cluster: 'b', kind: 'ImageReview' },
    ]);
  });

  it.each<[string, string, object]>([
    ['an exempt namespace', 'exemptNamespaces: [n]', { exempt: 'n' }],
    [
      'an exception',
      'exceptions: [{ rule: registry-allowlist, image: docker.io, until: 2027-02-01, owner: team-b, reason: OPS-99 }]',
      { exception: 'registry-allowlist of docker.io until 2027-02-01 (team-b: OPS-99)' },
    ],
    [
      'broken glass',
      'breakGlass: { annotation: example.com/ticket, value: fire, groups: [sre] }',
      { 'break-glass': 'example.com/ticket=fire' },
    ],
    [
      'what could not be checked and was let pass',
      'onError: allow\nrequire: { signedBy: [k] }\nverifiers: { k: { cosign: { keys: ["awskms:///k"] } } }',
      { 'fail-open': `unverifiable: ok.example/a@sha256:${'a'.repeat(64)}` },
    ],
  ])('tells of %s', async (_, document, expected) => {
    const image = 'fail-open' in expected ? `ok.example/a@sha256:${'a'.repeat(64)}` : 'nginx';
    const metadata = { name: 'web', annotations: { 'example.com/ticket': 'fire' } };
    const request = { namespace: 'n', userInfo: { groups: ['sre'] }, object: { ...pod(image), metadata } };
    const [line = ''] = await linesFor(
      '/admission',
      admission(request),
      stateOf(await policyOf(`version: 1\nimages: [ok.example]\n${document}`)),
    );
    expect(JSON.parse(line)).toMatchObject({ allowed: true, ...expected });
  });

  it('names the first object of a list', async () => {
    const items = ['one', 'two'].map((name) => ({ ...pod('ok.example/a'), apiVersion: 'v1', metadata: { name } }));
    const [line = ''] = await linesFor('/admission', admission({ object: { kind: 'List', apiVersion: 'v1', items } }));
    expect(JSON.parse(line)).toMatchObject({ object: 'Pod one', imageCount: 2 });
  });

  it('never holds a token', async () => {
    const token = 'tokentokentokentokentokentokentokentoken';
    const lines: string[] = [];
    const clusters = new Map([['prod', [hash('sha256', token, 'buffer')]]]);
    const engine = engineOf(stateOf(policy, { clusters }), { log: { write: (line) => lines.push(line) > 0 } });
    for (const path of [
      `/v1/clusters/prod/${token}/admission`,
      `/v1/clusters/other/${token}/admission`,
      `/v1/clusters/prod/${token}x/admission`,
    ])
      await ask(engine, requestOf(path, admission({ object: pod('nginx') })));
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { type: 'decision' },
      { type: 'unauthorized' },
      { type: 'unauthorized' },
    ]);
    expect(lines.join('')).not.toContain(token);
    expect(lines[1]).toBe('{"timestamp":"2027-01-01T00:00:00.000Z","level":"WARN","message":"unauthorized","type":"unauthorized"}');
  });
});
