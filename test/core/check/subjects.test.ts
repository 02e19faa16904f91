import { describe, expect, it } from '@jest/globals';
import { subjectsOf } from '../../../core/check/subjects.ts';
import { joinPath, stepsOf } from '../../../core/workload/path.ts';

const found = (text: string, namespace: string | null = null) => {
  const { subjects, problems, manifests, others } = subjectsOf('f.yaml', text, namespace);
  return {
    subjects: subjects.map(({ speaker, workload, namespace: place, pathPrefix }) => [
      speaker.subject,
      place,
      workload.images.map(({ path }) => joinPath(pathPrefix, path)),
    ]),
    problems: problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`),
    manifests,
    others,
  };
};
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: x}]}\n';
const image = 'spec.containers[0].image';

describe('subjectsOf', () => {
  it.each<[string, string, Partial<ReturnType<typeof found>>]>([
    ['nothing', '', { subjects: [], problems: [], manifests: 0, others: 0 }],
    ['a Pod', pod, { subjects: [['Pod web', null, [image]]], manifests: 1, others: 0 }],
    [
      'documents',
      `${pod}---\na: 1\n---\n---\n${pod}`,
      {
        subjects: [
          ['Pod web', null, [image]],
          ['Pod web', null, [image]],
        ],
        manifests: 2,
        others: 2,
      },
    ],
    ['no apiVersion', 'kind: Pod\nspec: {}', { subjects: [], manifests: 0, others: 1 }],
    ['a kind that is no text', 'apiVersion: v1\nkind: [Pod]', { subjects: [], manifests: 0, others: 1 }],
    ['an empty List', 'apiVersion: v1\nkind: List\nitems: []', { subjects: [], manifests: 1, others: 0 }],
    [
      'an ImageReview',
      'kind: ImageReview\nspec: {namespace: shop, containers: [{image: x}]}',
      { subjects: [['ImageReview shop', 'shop', [image]]] },
    ],
    [
      'an AdmissionReview',
      JSON.stringify({
        kind: 'AdmissionReview',
        request: { namespace: 'shop', name: 'n', object: { kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ image: 'x' }] } } },
      }),
      {
        subjects: [['Pod shop/n', 'shop', [`request.object.${image}`]]],
      },
    ],
    [
      'an AdmissionReview of a DELETE',
      '{kind: AdmissionReview, request: {operation: DELETE}}',
      { subjects: [], problems: [], manifests: 1 },
    ],
    [
      'a review of another version',
      'a: 1\n---\nkind: AdmissionReview\napiVersion: admission.k8s.io/v2',
      {
        problems: [
          'f.yaml:3:1: apiVersion: expected admission.k8s.io/v1 or admission.k8s.io/v1beta1, got a string of 19 characters that is none',
        ],
        manifests: 1,
      },
    ],
    ['no YAML', 'a: b: c', { problems: ['f.yaml:1:4: Nested mappings are not allowed in compact mappings'], manifests: 0 }],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toMatchObject(expected);
  });

  it("the object's namespace, else the caller's", () => {
    expect(found(pod, 'shop').subjects).toEqual([['Pod shop/web', 'shop', [image]]]);
    expect(found(pod.replace('{name: web}', '{name: web, namespace: own}'), 'shop').subjects).toEqual([['Pod own/web', 'own', [image]]]);
  });
});

describe('stepsOf', () => {
  it.each<[string, (string | number)[]]>([
    ['', []],
    ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
    ['["a b"].c["\\u202e\\"\\\\"][10]', ['a b', 'c', '\u202e"\\', 10]],
    ['request.object["a.b"]', ['request', 'object', 'a.b']],
    ['spec.containers...', ['spec', 'containers']],
  ])('%s', (path, steps) => {
    expect(stepsOf(path)).toEqual(steps);
  });

  it.each([
    ['', 'spec', 'spec'],
    ['request.object', 'spec', 'request.object.spec'],
    ['request.object', '["a b"]', 'request.object["a b"]'],
    ['request.object', '', 'request.object'],
  ])('joinPath(%j, %j)', (prefix, path, expected) => {
    expect(joinPath(prefix, path)).toBe(expected);
  });
});
