import { describe, expect, it } from '@jest/globals';
import type { Field } from '../../../core/rules/field.ts';
import { podOf } from '../../../core/rules/pod.ts';
import { visit, type Workload } from '../../../core/workload/visit.ts';

function read(object: object) {
  const [workload] = visit(object);
  return podOf(workload as Workload, 25);
}

const pod = (spec: object, metadata: unknown = {}) => read({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
const told = (fields: readonly Field[]): string[] =>
  fields.map(({ owner, spot }) => `${owner?.name ?? null} ${spot().path} ${spot().place}`);

const spec = {
  volumes: [{ name: 'v' }],
  ephemeralContainers: [{ name: 'd' }],
  initContainers: [{ name: 'i' }, { name: 'i' }, {}],
  containers: [
    { name: 'a', image: 'nginx' },
    { name: 5, image: ':::' },
  ],
};
const containers = [
  'a spec.containers[0] spec.containers[name=a]',
  'null spec.containers[1] null',
  'i spec.initContainers[0] null',
  'i spec.initContainers[1] null',
  'null spec.initContainers[2] null',
  'd spec.ephemeralContainers[0] spec.ephemeralContainers[name=d]',
];

describe('podOf', () => {
  it('finds every container, whatever its list', () => {
    const found = pod(spec);
    expect(told(found.containers)).toEqual(containers);
    expect(told(found.holders)).toEqual(['null spec spec', ...containers]);
    expect(told(found.lasting)).toEqual(containers.slice(0, 5));
    expect(told(found.volumes)).toEqual(['v spec.volumes[0] spec.volumes[name=v]']);
  });

  it('knows the images that parse', () => {
    expect(pod(spec).images.map(({ reference, use }) => [use.path, reference.path])).toEqual([
      ['spec.containers[0].image', 'library/nginx'],
    ]);
  });

  it.each<[object, string]>([
    [{ apiVersion: 'v1', kind: 'Pod', metadata: { annotations: { a: 'b' } }, spec: {} }, 'metadata.annotations'],
    [
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { metadata: { annotations: { a: 'b' } }, spec: {} } } },
      'spec.template.metadata.annotations',
    ],
  ])('finds the annotations beside the Pod spec', (object, path) => {
    const { annotations } = read(object);
    expect([annotations.value, annotations.spot().path]).toEqual([{ a: 'b' }, path]);
  });

  it.each<[object, boolean, boolean]>([
    [{}, false, false],
    [{ os: { name: 'windows' }, hostUsers: false }, true, true],
    [{ os: { name: 'linux' }, hostUsers: true }, false, false],
    [{ os: 'windows', hostUsers: 'false' }, false, false],
    [{ os: { name: 'Windows' }, hostUsers: null }, false, false],
    [{ os: { name: ['windows'] }, hostUsers: 0 }, false, false],
  ])('%j', (fields, isWindows, hasUserNamespace) => {
    const found = pod({ containers: [], ...fields });
    expect([found.isWindows, found.hasUserNamespace]).toEqual([isWindows, hasUserNamespace]);
  });

  it('of a custom resource has images only', () => {
    const found = read({ apiVersion: 'x.io/v1', kind: 'Thing', spec });
    expect([found.containers, found.volumes, found.spec.value]).toEqual([[], [], undefined]);
    expect(found.images).toHaveLength(1);
  });
});
