import { describe, expect, it } from '@jest/globals';
import { maxUidLength } from '../../../core/limits.ts';
import { decodeAdmissionReview, encodeAdmissionReview } from '../../../core/review/admission-review.ts';
import { isRejection, type Rejection } from '../../../core/review/http.ts';
import type { Outcome, Review } from '../../../core/review/review.ts';

const pod = (image: unknown, name = 'web') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image }] },
});
const podKind = { group: '', version: 'v1', kind: 'Pod' };

function decode(request: unknown, more: object = {}, cluster: string | null = null): Review {
  const review = decodeAdmissionReview({ kind: 'AdmissionReview', request, ...more }, cluster);
  if (isRejection(review)) throw new Error(review.message);
  return review;
}
const images = (request: unknown) => decode(request).workloads.flatMap((one) => one.images.map(({ path, image }) => `${path} ${image}`));
const defects = (request: unknown) =>
  decode(request).workloads.flatMap((one) => one.defects.map(({ path, detail }) => `${path}: ${detail}`));

describe('decodeAdmissionReview', () => {
  it('reads what an API server sends', () => {
    const request = {
      uid: '1-2',
      kind: podKind,
      name: 'web',
      namespace: 'default',
      operation: 'CREATE',
      subResource: 'ephemeralcontainers',
      userInfo: { username: 'alice', groups: ['dev'] },
      object: pod('nginx'),
      oldObject: null,
      dryRun: true,
    };
    const { workloads, whole, speaker, ...rest } = decode(request, { apiVersion: 'admission.k8s.io/v1beta1' }, 'prod');
    expect(rest).toEqual({
      kind: 'AdmissionReview',
      apiVersion: 'admission.k8s.io/v1beta1',
      uid: '1-2',
      place: { cluster: 'prod', namespace: 'default' },
      operation: 'CREATE',
      subResource: 'ephemeralcontainers',
      dryRun: true,
      asker: { user: { name: 'alice', groups: ['dev'] }, annotations: null },
      passes: false,
    });
    expect(whole).toEqual({ now: workloads, old: [] });
    expect(workloads.map(speaker)).toEqual([{ subject: 'Pod default/web', names: true }]);
    expect(images(request)).toEqual(['spec.containers[0].image nginx']);
  });

  it('reads nothing that only looks like it', () => {
    const { dryRun, asker } = decode({
      dryRun: 'true',
      userInfo: { username: ['alice'], groups: ['dev', 1, null, ['sre'], { sre: true }] },
    });
    expect([dryRun, asker.user]).toEqual([false, { name: null, groups: ['dev'] }]);
  });

  it('reads an absent apiVersion as v1 and an absent uid as nothing', () => {
    expect(decode({ object: pod('nginx') })).toMatchObject({ apiVersion: 'admission.k8s.io/v1', uid: '' });
    expect(decode({ uid: null, object: pod('nginx') }, { apiVersion: null })).toMatchObject({ apiVersion: 'admission.k8s.io/v1', uid: '' });
  });

  it.each<[string, unknown]>([
    ['DELETE', true],
    ['CONNECT', true],
    ['CREATE', false],
    ['UPDATE', false],
    ['delete', false],
    ['DELETE ', false],
    ['', false],
    ['constructor', false],
  ])('operation %j passes: %j', (operation, passes) => {
    const review = decode({ operation, object: pod('nginx'), oldObject: pod('old') });
    expect([review.passes, review.workloads.length]).toEqual([passes, passes ? 0 : 1]);
  });

  it.each<[string, unknown]>([
    ['a list', ['DELETE']],
    ['an object', { toString: 'DELETE' }],
    ['true', true],
    ['null', null],
  ])('judges an operation that is %s as CREATE', (_, operation) => {
    expect(images({ operation, object: pod('nginx'), oldObject: pod('nginx') })).toEqual(['spec.containers[0].image nginx']);
  });

  it('on UPDATE leaves out what the old object had, on anything else nothing', () => {
    const same = { object: pod('nginx'), oldObject: pod('nginx') };
    expect(images({ operation: 'UPDATE', ...same })).toEqual([]);
    expect(images({ operation: 'UPDATE', object: pod('nginx:2'), oldObject: pod('nginx') })).toEqual(['spec.containers[0].image nginx:2']);
    for (const operation of ['CREATE', 'update', null]) expect(images({ operation, ...same })).toHaveLength(1);
    for (const oldObject of [null, [], 'x', 1]) expect(images({ operation: 'UPDATE', object: pod('nginx'), oldObject })).toHaveLength(1);
  });

  it('takes the kind from the request where the object is silent, and refuses two kinds', () => {
    const { spec } = pod('nginx');
    expect(images({ kind: podKind, object: { spec } })).toEqual(['spec.containers[0].image nginx']);
    expect(defects({ kind: podKind, object: { kind: 'ConfigMap', spec } })).toEqual([
      'kind: the request says "Pod", the object says "ConfigMap"',
    ]);
    expect(defects({ kind: podKind, object: {} })).toEqual(['spec: there is no Pod spec']);
    expect(defects({ kind: { kind: 'Pod' }, object: {} })).toEqual(['spec: there is no Pod spec']);
    expect(defects({ kind: { group: 'example.com', kind: 'Pod' }, object: {} })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['no request', undefined],
    ['a request that is null', null],
    ['a list', []],
    ['a text', 'x'],
    ['no object', {}],
    ['an object that is null', { object: null }],
    ['a list of objects', { object: [pod('nginx')] }],
    ['an object under __proto__', JSON.parse('{"__proto__":{"operation":"DELETE","object":{"kind":"ConfigMap"}}}')],
  ])('%s is a defect, never silence', (_, request) => {
    expect(decode(request)).toMatchObject({ uid: '', passes: false });
    expect(defects(request)).toEqual([': there is no object to judge']);
  });

  it.each<[string, object, string]>([
    ['v2', { apiVersion: 'admission.k8s.io/v2' }, 'got a string of 19 characters that is none'],
    ['an empty version', { apiVersion: '' }, 'got a string of 0 characters that is none'],
    ['a list', { apiVersion: ['admission.k8s.io/v1'] }, 'got a list'],
    ['a number', { apiVersion: 1 }, 'got a number'],
  ])('apiVersion %s is a 400', (_, body, got) => {
    const expected: Rejection = { code: 400, message: `apiVersion: expected admission.k8s.io/v1 or admission.k8s.io/v1beta1, ${got}` };
    expect(decodeAdmissionReview({ request: {}, ...body }, null)).toEqual(expected);
  });

  it.each<[unknown, string]>([
    [1, 'a number'],
    [{}, 'an object'],
    [['u'], 'a list'],
    [true, 'a boolean'],
    ['u'.repeat(maxUidLength + 1), 'a string of 129 characters that is none'],
  ])('uid %j is a 400', (uid, got) => {
    const message = `request.uid: expected a string of at most ${maxUidLength} characters, got ${got}`;
    expect(decodeAdmissionReview({ request: { uid } }, null)).toEqual({ code: 400, message });
  });

  it('takes the longest uid, and any characters', () => {
    for (const uid of ['u'.repeat(maxUidLength), '"\u0000\u202e\ud800', '__proto__']) expect(decode({ uid }).uid).toBe(uid);
  });

  it('names the object by the request where the object has no name, escaped', () => {
    const { workloads, speaker } = decode({ name: 'a\nb', namespace: 'x y', kind: podKind, object: {} });
    expect(workloads.map((one) => speaker(one).subject)).toEqual(['Pod "x y"/"a\\u000ab"']);
  });
});

describe('encodeAdmissionReview', () => {
  const review = decode({ uid: 'u', object: pod('nginx') }, { apiVersion: 'admission.k8s.io/v1beta1' });
  const outcome: Outcome = { verdictId: 'V', allowed: false, code: 403, message: 'no', warnings: [], annotations: { verdict: 'V' } };

  it('words a denial', () => {
    expect(JSON.stringify(encodeAdmissionReview(review, outcome))).toBe(
      '{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","response":{"uid":"u","allowed":false,' +
        '"status":{"code":403,"message":"no"},"auditAnnotations":{"verdict":"V"}}}',
    );
    expect(encodeAdmissionReview(review, { ...outcome, code: 503 })).toHaveProperty('response.status.code', 503);
  });

  it('words an allow without a status, warnings only when there are some', () => {
    expect(encodeAdmissionReview(review, { ...outcome, allowed: true })).toEqual({
      apiVersion: 'admission.k8s.io/v1beta1',
      kind: 'AdmissionReview',
      response: { uid: 'u', allowed: true, auditAnnotations: { verdict: 'V' } },
    });
    expect(encodeAdmissionReview(review, { ...outcome, allowed: true, warnings: ['w'] })).toHaveProperty('response.warnings', ['w']);
  });
});
