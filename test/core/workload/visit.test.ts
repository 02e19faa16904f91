import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxImageListItems, maxNestingDepth, maxPathLength } from '../../../core/limits.ts';
import { type VisitOptions, visit, type Workload } from '../../../core/workload/visit.ts';

/** One line for each image: `path = image (container, place)`; one for each defect: `rule at path: detail`. */
const images = (workloads: Workload[]) => workloads.flatMap((w) => w.images.map(({ path, image }) => `${path} = ${image}`));
const defects = (workloads: Workload[]) => workloads.flatMap((w) => w.defects.map((d) => `${d.rule} at ${d.path}: ${d.detail}`));
const places = (workloads: Workload[]) => workloads.flatMap((w) => w.images.map(({ place }) => place));

const spec = {
  containers: [{ name: 'app', image: 'a' }],
  initContainers: [{ name: 'init', image: 'b' }],
  ephemeralContainers: [{ name: 'debug', image: 'c' }],
  volumes: [
    { name: 'tmp', emptyDir: {} },
    { name: 'model', image: { reference: 'd', pullPolicy: 'Always' } },
  ],
};
const specImages = [
  'containers[0].image = a',
  'initContainers[0].image = b',
  'ephemeralContainers[0].image = c',
  'volumes[1].image.reference = d',
];

const template = { spec: { template: { spec } } };
const kinds: [apiVersion: string, kind: string, body: object, podSpec: string][] = [
  ['v1', 'Pod', { spec }, 'spec'],
  ['v1', 'PodTemplate', { template: { spec } }, 'template.spec'],
  ['v1', 'ReplicationController', template, 'spec.template.spec'],
  ...['apps/v1', 'apps/v1beta2', 'extensions/v1beta1'].flatMap((version): [string, string, object, string][] =>
    ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [version, kind, template, 'spec.template.spec']),
  ),
  ['batch/v1', 'Job', template, 'spec.template.spec'],
  ['batch/v1beta1', 'CronJob', { spec: { jobTemplate: template } }, 'spec.jobTemplate.spec.template.spec'],
];

describe('built-in kinds', () => {
  it.each(kinds)('%s %s', (apiVersion, kind, body, podSpec) => {
    const found = visit({ apiVersion, kind, ...body });
    expect(images(found)).toEqual(specImages.map((line) => `${podSpec}.${line}`));
    expect(found).toMatchObject([{ kind, apiVersion, path: '', podSpec: { path: podSpec, spec }, defects: [] }]);
  });

  it.each(kinds)('%s %s without a Pod spec is a defect', (apiVersion, kind, _, podSpec) => {
    for (const body of [{}, { spec: null, template: null }, { spec: 5, template: 'x' }, { spec: [], template: [] }]) {
      const found = visit({ apiVersion, kind, ...body });
      expect(found).toMatchObject([{ podSpec: null, images: [], defects: [{ rule: 'missing-image', path: podSpec, list: null }] }]);
    }
  });

  it.each(kinds)('%s %s in its typed list, whose items do not say what they are', (apiVersion, kind, body, podSpec) => {
    const found = visit({ apiVersion, kind: `${kind}List`, items: [body, { ...body, apiVersion, kind }] });
    const expected = (item: string) => specImages.map((line) => `${item}.${podSpec}.${line}`);
    expect(images(found)).toEqual([...expected('items[0]'), ...expected('items[1]')]);
    expect(found).toMatchObject([
      { kind, path: 'items[0]', defects: [], podSpec: { path: `items[0].${podSpec}` } },
      { kind, path: 'items[1]', defects: [] },
    ]);
  });

  it('tells everything about one use', () => {
    const [pod] = visit(
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec },
      { pathPrefix: 'request.object' },
    );
    expect(pod).toEqual({
      kind: 'Pod',
      apiVersion: 'v1',
      name: 'web',
      namespace: 'shop',
      path: 'request.object',
      podSpec: { path: 'request.object.spec', spec, metadata: { name: 'web', namespace: 'shop' } },
      images: [
        ['a', 'containers[0].image', 'containers', 'app', 'containers[name=app].image'],
        ['b', 'initContainers[0].image', 'initContainers', 'init', 'initContainers[name=init].image'],
        ['c', 'ephemeralContainers[0].image', 'ephemeralContainers', 'debug', 'ephemeralContainers[name=debug].image'],
        ['d', 'volumes[1].image.reference', 'volumes', 'model', 'volumes[name=model].image.reference'],
      ].map(([image, path, list, container, place]) => {
        return { image, path: `request.object.spec.${path}`, list, container, place: `request.object.spec.${place}` };
      }),
      defects: [],
    });
  });

  it('gives the metadata beside the Pod spec', () => {
    const labelled = { metadata: { labels: { a: 'b' } }, spec };
    const found = visit({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'outer' }, spec: { template: labelled } });
    expect(found[0]?.podSpec?.metadata).toEqual({ labels: { a: 'b' } });
    expect(visit({ apiVersion: 'v1', kind: 'Pod', spec })[0]?.podSpec?.metadata).toBeNull();
  });

  it('never reads metadata', () => {
    const metadata = { managedFields: [{ containers: [{ image: 'hidden' }] }], containers: [{ image: 'hidden' }] };
    expect(images(visit({ apiVersion: 'v1', kind: 'Pod', metadata, spec }))).toHaveLength(4);
    expect(images(visit({ apiVersion: 'x.io/v1', kind: 'Pod', metadata }))).toEqual([]);
  });
});

describe('a Pod spec read strictly', () => {
  const app = { name: 'app', image: 'a' };
  it.each<[string, object, string[]]>([
    ['no containers', {}, ['missing-image at spec.containers: the Pod spec has no containers']],
    ['null containers', { containers: null }, ['missing-image at spec.containers: the Pod spec has no containers']],
    ['empty containers', { containers: [] }, ['missing-image at spec.containers: the Pod spec has no containers']],
    ['only init containers', { initContainers: [app] }, ['missing-image at spec.containers: the Pod spec has no containers']],
    ['containers an object', { containers: { 0: app } }, ['malformed-image at spec.containers: containers is an object, expected a list']],
    ['containers a string', { containers: 'a' }, ['malformed-image at spec.containers: containers is a string, expected a list']],
    ['other lists absent', { containers: [app] }, []],
    ['other lists null', { containers: [app], initContainers: null, ephemeralContainers: null, volumes: null }, []],
    ['other lists empty', { containers: [app], initContainers: [], ephemeralContainers: [], volumes: [] }, []],
    [
      'init a number',
      { containers: [app], initContainers: 0 },
      ['malformed-image at spec.initContainers: initContainers is a number, expected a list'],
    ],
    ['volumes an object', { containers: [app], volumes: {} }, ['malformed-image at spec.volumes: volumes is an object, expected a list']],
    ['item null', { containers: [app, null] }, ['malformed-image at spec.containers[1]: the item is null, expected an object']],
    ['item a string', { containers: ['nginx'] }, ['malformed-image at spec.containers[0]: the item is a string, expected an object']],
    ['item a list', { containers: [[app]] }, ['malformed-image at spec.containers[0]: the item is a list, expected an object']],
    ['image absent', { containers: [{ name: 'app' }] }, ['missing-image at spec.containers[0].image: the container has no image']],
    ['image null', { containers: [{ image: null }] }, ['missing-image at spec.containers[0].image: the container has no image']],
    ['image empty', { containers: [{ image: '' }] }, ['missing-image at spec.containers[0].image: the container has no image']],
    [
      'image a number',
      { containers: [{ image: 5 }] },
      ['malformed-image at spec.containers[0].image: the image is a number, expected a string'],
    ],
    [
      'image false',
      { containers: [{ image: false }] },
      ['malformed-image at spec.containers[0].image: the image is a boolean, expected a string'],
    ],
    [
      'image a list',
      { containers: [{ image: ['a'] }] },
      ['malformed-image at spec.containers[0].image: the image is a list, expected a string'],
    ],
    [
      'image inherited',
      { containers: [Object.create({ image: 'a' })] },
      ['missing-image at spec.containers[0].image: the container has no image'],
    ],
    [
      'ephemeral image',
      { containers: [app], ephemeralContainers: [{}] },
      ['missing-image at spec.ephemeralContainers[0].image: the container has no image'],
    ],
    [
      'init image',
      { containers: [app], initContainers: [app, {}] },
      ['missing-image at spec.initContainers[1].image: the container has no image'],
    ],
    ['volume of another source', { containers: [app], volumes: [{ hostPath: { path: '/' } }] }, []],
    ['volume image null', { containers: [app], volumes: [{ image: null }] }, []],
    [
      'volume item null',
      { containers: [app], volumes: [null] },
      ['malformed-image at spec.volumes[0]: the item is null, expected an object'],
    ],
    [
      'volume image a string',
      { containers: [app], volumes: [{ image: 'a' }] },
      ["malformed-image at spec.volumes[0].image: the volume's image is a string, expected an object"],
    ],
    [
      'volume reference absent',
      { containers: [app], volumes: [{ image: {} }] },
      ['missing-image at spec.volumes[0].image.reference: the image volume has no reference'],
    ],
    [
      'volume reference empty',
      { containers: [app], volumes: [{ image: { reference: '' } }] },
      ['missing-image at spec.volumes[0].image.reference: the image volume has no reference'],
    ],
    [
      'volume reference a number',
      { containers: [app], volumes: [{ image: { reference: 1 } }] },
      ['malformed-image at spec.volumes[0].image.reference: the reference is a number, expected a string'],
    ],
  ])('%s', (_, podSpec, expected) => {
    const found = visit({ apiVersion: 'v1', kind: 'Pod', spec: podSpec });
    expect(defects(found)).toEqual(expected);
    expect(found).toHaveLength(1);
  });

  it('keeps good images beside bad ones', () => {
    expect(images(visit({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [null, {}, app, { image: 3 }] } }))).toEqual([
      'spec.containers[2].image = a',
    ]);
  });

  it('names the container and the fix of a defect', () => {
    const found = visit({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'app' }] } });
    expect(found[0]?.defects).toEqual([
      {
        rule: 'missing-image',
        path: 'spec.containers[0].image',
        list: 'containers',
        container: 'app',
        detail: 'the container has no image',
        fix: 'name the image to run under image',
        place: 'spec.containers[name=app].image',
      },
    ]);
  });
});

describe('names', () => {
  it.each<[unknown, string | null, string | null]>([
    [{ name: 'a', namespace: 'b' }, 'a', 'b'],
    [{ generateName: 'a-' }, 'a-*', null],
    [{ name: 'x', generateName: 'a-' }, 'x', null],
    [{ name: '', generateName: '' }, null, null],
    [{ name: 5, namespace: {} }, null, null],
    [null, null, null],
    ['x', null, null],
    [undefined, null, null],
  ])('metadata %j', (metadata, name, namespace) => {
    expect(visit({ apiVersion: 'v1', kind: 'Pod', metadata, spec })).toMatchObject([{ name, namespace }]);
  });

  it.each<[unknown, string | null, string | null]>([
    ['app', 'app', 'spec.containers[name=app].image'],
    ['0', '0', 'spec.containers[name=0].image'],
    ['a]b', 'a]b', 'spec.containers[name="a]b"].image'],
    ['a"b', 'a"b', 'spec.containers[name="a\\"b"].image'],
    ['"a"', '"a"', 'spec.containers[name="\\"a\\""].image'],
    ['a\nb\u007f\u202e', 'a\nb\u007f\u202e', 'spec.containers[name="a\\u000ab\\u007f\\u202e"].image'],
    ['__proto__', '__proto__', 'spec.containers[name=__proto__].image'],
    ['', null, null],
    [null, null, null],
    [5, null, null],
    [{}, null, null],
    ['x'.repeat(maxPathLength), 'x'.repeat(maxPathLength), null],
    ['\n'.repeat(maxPathLength + 1), '\n'.repeat(maxPathLength + 1), null],
  ])('container %j', (name, container, place) => {
    expect(visit({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name, image: 'a' }] } })).toMatchObject([
      { images: [{ container, place, path: 'spec.containers[0].image' }] },
    ]);
  });

  it('gives no place to a name that two items share', () => {
    const containers = ['a', 'b', 'a'].map((name) => ({ name, image: 'x' }));
    expect(places(visit({ apiVersion: 'v1', kind: 'Pod', spec: { containers, initContainers: [{ name: 'a', image: 'x' }] } }))).toEqual([
      null,
      'spec.containers[name=b].image',
      null,
      'spec.initContainers[name=a].image',
    ]);
  });
});

describe('what the object is', () => {
  const pod = { group: '', kind: 'Pod' };
  const noContainers = ['missing-image at spec.containers: the Pod spec has no containers'];
  it.each<[string, object, VisitOptions['kind'], string | null, string[]]>([
    ['own kind', { apiVersion: 'v1', kind: 'Pod', spec: {} }, undefined, 'Pod', noContainers],
    ['no apiVersion is the core group', { kind: 'Pod', spec: {} }, null, 'Pod', noContainers],
    [
      "no apiVersion takes the review's group",
      { kind: 'Job', spec: {} },
      { group: 'batch', kind: 'Job' },
      'Job',
      ['missing-image at spec.template.spec: there is no Pod spec'],
    ],
    ['no kind at all is judged by shape', { spec: {} }, null, null, []],
    ["no kind takes the review's", { spec: {} }, pod, 'Pod', noContainers],
    ["null kind takes the review's", { kind: null, spec: {} }, pod, 'Pod', noContainers],
    ["empty kind takes the review's", { kind: '', spec: {} }, pod, 'Pod', noContainers],
    ['an empty review says nothing', { spec: {} }, { group: '', kind: '' }, null, []],
    ['another group', { apiVersion: 'x.io/v1', kind: 'Pod', spec: {} }, null, 'Pod', []],
    ['another group, but the review knows better', { apiVersion: 'x.io/v1', kind: 'Pod', spec: {} }, pod, 'Pod', noContainers],
    ["the review's group is another", { apiVersion: 'v1', kind: 'Pod', spec: {} }, { group: 'x.io', kind: 'Pod' }, 'Pod', noContainers],
    [
      'kind a number',
      { apiVersion: 'v1', kind: 1, spec: {} },
      null,
      null,
      ['malformed-image at kind: the kind is a number, expected a string'],
    ],
    [
      'kind an object',
      { kind: {}, spec: {} },
      pod,
      'Pod',
      ['malformed-image at kind: the kind is an object, expected a string', ...noContainers],
    ],
    [
      'apiVersion a number',
      { apiVersion: 1, kind: 'Pod', spec: {} },
      null,
      'Pod',
      ['malformed-image at apiVersion: the apiVersion is a number, expected a string', ...noContainers],
    ],
    [
      'kinds differ',
      { apiVersion: 'v1', kind: 'ConfigMap' },
      pod,
      'ConfigMap',
      ['malformed-image at kind: the request says "Pod", the object says "ConfigMap"'],
    ],
    [
      'kinds differ, hostile',
      { kind: 'a\u001b"' },
      pod,
      'a\u001b"',
      ['malformed-image at kind: the request says "Pod", the object says "a\\u001b\\""'],
    ],
    [
      'a List is not what the review says',
      { kind: 'List', items: [] },
      pod,
      'List',
      ['malformed-image at kind: the request says "Pod", the object says "List"'],
    ],
    ['constructor', { apiVersion: 'v1', kind: 'constructor' }, null, 'constructor', []],
    ['__proto__', { apiVersion: '__proto__/v1', kind: '__proto__' }, { group: '__proto__', kind: '__proto__' }, '__proto__', []],
    ['kind in lower case is another kind', { apiVersion: 'v1', kind: 'pod', spec: {} }, null, 'pod', []],
  ])('%s', (_, object, kind, expectedKind, expected) => {
    const found = visit(object, kind === undefined ? {} : { kind });
    expect(defects(found)).toEqual(expected);
    expect(found).toMatchObject([{ kind: expectedKind }]);
    expect(found[0]?.defects.filter(({ path }) => path === 'kind').every(({ place }) => place === null)).toBe(true);
  });

  it.each([[undefined], [null], [5], ['Pod'], [true], [[{ kind: 'Pod' }]]])('%j is no object', (object) => {
    const missing = { rule: 'missing-image', detail: 'there is no object to judge', place: null };
    expect(visit(object)).toMatchObject([{ kind: null, path: '', podSpec: null, images: [], defects: [{ ...missing, path: '' }] }]);
    expect(visit(object, { pathPrefix: 'a', kind: pod })).toMatchObject([{ kind: 'Pod', path: 'a', defects: [{ ...missing, path: 'a' }] }]);
  });
});

describe('kinds that run nothing, and old ephemeral containers', () => {
  const hidden = { data: { containers: [{ image: 'a' }] } };
  it.each([
    ['v1', 'ConfigMap', hidden],
    ['v1', 'ConfigMapList', { items: [hidden] }],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', { spec: hidden }],
    ['autoscaling/v1', 'Scale', { spec: { replicas: 3 } }],
    ['v1', 'Binding', { target: { kind: 'Node', name: 'n' } }],
    ['v1', 'Service', { spec: { ports: [{ port: 80 }] } }],
    ['v1', 'Secret', { data: { image: 'a' } }],
    ['metrics.k8s.io/v1beta1', 'PodMetrics', { containers: [{ name: 'a', usage: {} }] }],
  ])('%s %s', (apiVersion, kind, body) => {
    expect(visit({ apiVersion, kind, ...body })).toMatchObject([{ images: [], defects: [], podSpec: null }]);
  });

  it('walks a ConfigMap of somebody else, by its own word or by the review', () => {
    const found = ['data.containers[0].image = a'];
    expect(images(visit({ apiVersion: 'x.io/v1', kind: 'ConfigMap', ...hidden }))).toEqual(found);
    expect(images(visit({ apiVersion: 'v1', kind: 'ConfigMap', ...hidden }, { kind: { group: 'x.io', kind: 'ConfigMap' } }))).toEqual(
      found,
    );
  });

  it('reads EphemeralContainers, which have no other containers', () => {
    const kind = { apiVersion: 'v1', kind: 'EphemeralContainers' };
    const found = visit({ ...kind, ephemeralContainers: [{ name: 'd', image: 'a' }, {}] });
    expect(images(found)).toEqual(['ephemeralContainers[0].image = a']);
    expect(defects(found)).toEqual(['missing-image at ephemeralContainers[1].image: the container has no image']);
    expect(places(found)).toEqual(['ephemeralContainers[name=d].image']);
    for (const none of [undefined, null, []])
      expect(visit({ ...kind, ephemeralContainers: none })).toMatchObject([{ images: [], defects: [] }]);
  });
});

describe('lists', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n' },
    spec: { containers: [{ name: 'app', image: 'a' }] },
  };
  const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });

  it('gives each item its own workload', () => {
    const found = visit(list(pod, { ...pod, metadata: null }, list(pod)), { pathPrefix: '' });
    expect(found.map(({ path, name, namespace }) => [path, name, namespace])).toEqual([
      ['items[0]', 'p', 'n'],
      ['items[1]', null, null],
      ['items[2].items[0]', 'p', 'n'],
    ]);
    expect(images(found)).toEqual(['items[0]', 'items[1]', 'items[2].items[0]'].map((item) => `${item}.spec.containers[0].image = a`));
    expect(places(found)[0]).toBe('items[0].spec.containers[name=app].image');
  });

  it.each<[string, unknown, string[]]>([
    ['empty', list(), []],
    ['items null', { kind: 'List', items: null }, []],
    ['items absent', { kind: 'PodList' }, []],
    ['items an object', { kind: 'List', items: { a: pod } }, ['malformed-image at items: items is an object, expected a list']],
    ['item null', list(null), ['missing-image at items[0]: there is no object to judge']],
    ['item a list', list([pod]), ['missing-image at items[0]: there is no object to judge']],
    ['item of a PodList', { kind: 'PodList', items: [{}] }, ['missing-image at items[0].spec: there is no Pod spec']],
    [
      'a Job in a JobList, without its group',
      { apiVersion: 'batch/v1', kind: 'JobList', items: [{ kind: 'Job' }] },
      ['missing-image at items[0].spec.template.spec: there is no Pod spec'],
    ],
    ['an item may be of another kind', { kind: 'PodList', items: [{ apiVersion: 'v1', kind: 'Secret' }] }, []],
    ['an item of a plain List without kind has any shape', list({ spec: {} }), []],
  ])('%s', (_, object, expected) => {
    expect(defects(visit(object))).toEqual(expected);
  });

  it('finds the Pods in a list of another group by shape', () => {
    const found = visit({ apiVersion: 'x.io/v1', kind: 'PodList', items: [pod] });
    expect(images(found)).toEqual(['items[0].spec.containers[0].image = a']);
    expect(found).toMatchObject([{ kind: 'PodList', path: '' }]);
  });

  it('stops at the nesting limit', () => {
    const nested = (lists: number) => Array.from({ length: lists }).reduce<unknown>((inner) => list(inner), pod);
    const most = Math.floor((maxNestingDepth - 1) / 2);
    expect(images(visit(nested(most)))).toHaveLength(1);
    expect(defects(visit(nested(most)))).toEqual([]);
    expect(defects(visit(nested(most + 1)))).toEqual([
      `malformed-image at ${Array.from({ length: most + 1 }, () => 'items[0]').join('.')}: nested deeper than 64 levels`,
    ]);
    expect(visit(nested(50_000))).toHaveLength(1);
  });
});

describe('custom resources by shape', () => {
  const custom = (body: object) => ({ apiVersion: 'x.io/v1', kind: 'Rollout', ...body });
  it.each<[string, object, string[]]>([
    ['like a Deployment', template, specImages.map((line) => `spec.template.spec.${line}`)],
    ['at the top', spec, specImages],
    ['in status', { status: { containers: [{ image: 'a' }] } }, ['status.containers[0].image = a']],
    ['in lists of objects', { spec: { pools: [{}, { containers: [{ image: 'a' }] }] } }, ['spec.pools[1].containers[0].image = a']],
    ['in lists of lists', { a: [[{ containers: [{ image: 'a' }] }]] }, ['a[0][0].containers[0].image = a']],
    [
      'inside items',
      { containers: [{ image: 'a', x: { initContainers: [{ image: 'b' }] } }] },
      ['containers[0].image = a', 'containers[0].x.initContainers[0].image = b'],
    ],
    ['in inner metadata', { spec: { metadata: { containers: [{ image: 'a' }] } } }, ['spec.metadata.containers[0].image = a']],
    ['items without an image', { containers: [{ name: 'app' }, { image: null }, { image: '' }, { image: 5 }, 'x', null, []] }, []],
    ['no list', { containers: { app: { image: 'a' } }, initContainers: 'a', volumes: 5 }, []],
    ['volumes of other kinds', { volumes: [{ image: 'a' }, { image: { reference: 5 } }, {}, null] }, []],
    ['other lists', { images: [{ image: 'a' }] }, []],
    [
      'odd keys',
      { 'weird.key': { 'a"b': { 'c\n\u009b': { '': { $: { containers: [{ image: 'a' }] } } } } } },
      ['["weird.key"]["a\\"b"]["c\\u000a\\u009b"][""]["$"].containers[0].image = a'],
    ],
    [
      '__proto__',
      JSON.parse('{"__proto__": {"containers": [{"image": "a"}]}, "constructor": {"containers": [{"image": "b"}]}}'),
      ['__proto__.containers[0].image = a', 'constructor.containers[0].image = b'],
    ],
  ])('%s', (_, body, expected) => {
    const object = Object.defineProperties(custom({}), Object.getOwnPropertyDescriptors(body));
    const found = visit(object);
    expect(images(found)).toEqual(expected);
    expect(found).toMatchObject([{ podSpec: null, defects: [] }]);
  });

  it('names outer items where it can, else counts them', () => {
    const inner = { containers: [{ name: 'app', image: 'a' }] };
    const groups = [{ name: 'head', ...inner }, { ...inner }, { name: 'x', ...inner }, { name: 'x', ...inner }];
    expect(places(visit(custom({ groups })))).toEqual(
      ['name=head', '1', '2', '3'].map((item) => `groups[${item}].containers[name=app].image`),
    );
  });

  it('gives no place to items without a name of their own', () => {
    const containers = [{ image: 'a' }, { name: 'x', image: 'a' }, { name: 'x', image: 'a' }];
    expect(places(visit(custom({ containers, volumes: [{ image: { reference: 'a' } }] })))).toEqual([null, null, null, null]);
  });

  it('says where it stops looking', () => {
    const nested = (levels: number) =>
      Array.from({ length: levels }).reduce<object>((inner) => ({ a: inner }), { containers: [{ image: 'x' }] });
    // The object with the list is one level, the list one more, its item a third.
    expect(images(visit(nested(maxNestingDepth - 3)))).toHaveLength(1);
    expect(defects(visit(nested(maxNestingDepth - 3)))).toEqual([]);
    const path = Array.from({ length: maxNestingDepth }, () => 'a').join('.');
    expect(defects(visit(nested(maxNestingDepth)))).toEqual([`malformed-image at ${path}: nested deeper than 64 levels`]);
    expect(defects(visit(nested(100_000)))).toEqual([`malformed-image at ${path}: nested deeper than 64 levels`]);
    expect(defects(visit({ kind: 'List', items: [nested(maxNestingDepth - 2)] }))).toHaveLength(1);
  });

  it('does not repeat long keys in every path', () => {
    const containers = Array.from({ length: 10_000 }, () => ({ name: 'app', image: 'a' }));
    const long = Array.from({ length: 20 }).reduce<object>((inner) => ({ ['\u0001'.repeat(500)]: inner }), {
      ['k'.repeat(100_000)]: { containers },
    });
    const [found] = visit(long);
    expect(found?.images).toHaveLength(10_000);
    expect(found?.images.every(({ path, place }) => path.length <= maxPathLength + 200 && place === null)).toBe(true);
  });
});

describe('laws', () => {
  const name = fc.option(fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string()), { nil: undefined });
  const item = fc.record({ name, image: fc.oneof(fc.string(), fc.constantFrom(null, 5, {})), x: fc.anything() }, { requiredKeys: [] });
  const list = fc.option(fc.array(fc.oneof({ weight: 5, arbitrary: item }, { weight: 1, arbitrary: fc.anything() })), { nil: null });
  const podSpec = fc.record(
    { containers: list, initContainers: list, ephemeralContainers: list, volumes: list, x: fc.anything() },
    { requiredKeys: [] },
  );

  it('a Pod spec has the same images and defects in every controller', () => {
    fc.assert(
      fc.property(podSpec, fc.constantFrom(...kinds), (hostile, [apiVersion, kind, , path]) => {
        const wrapped = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), hostile);
        const [pod] = visit({ apiVersion: 'v1', kind: 'Pod', spec: hostile });
        const [controller] = visit({ apiVersion, kind, ...(wrapped as object) });
        const moved = <T extends { path: string; place: string | null }>(things: readonly T[] | undefined) =>
          things?.map((thing) => ({
            ...thing,
            path: thing.path.replace('spec', path),
            place: thing.place?.replace('spec', () => path) ?? null,
          }));
        expect(controller?.images).toEqual(moved(pod?.images));
        expect(controller?.defects).toEqual(moved(pod?.defects));
      }),
      { numRuns: 300 },
    );
  });

  it('by shape finds every image that the strict reading finds', () => {
    fc.assert(
      fc.property(podSpec, (hostile) => {
        const strict = visit({ apiVersion: 'v1', kind: 'Pod', spec: { ...hostile, x: 0 } });
        const shape = new Set(images(visit({ apiVersion: 'x.io/v1', kind: 'Pod', spec: { ...hostile, x: 0 } })));
        expect(images(strict).filter((line) => !shape.has(line))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const anyObject = fc.record(
    {
      apiVersion: fc.oneof(fc.constantFrom('v1', 'apps/v1', 'batch/v1'), fc.anything()),
      kind: fc.oneof(fc.constantFrom('Pod', 'Deployment', 'CronJob', 'List', 'PodList', 'EphemeralContainers'), fc.anything()),
      metadata: fc.anything(),
      spec: fc.oneof(podSpec, fc.anything()),
      items: fc.oneof(fc.array(fc.record({ spec: podSpec })), fc.anything()),
    },
    { requiredKeys: [] },
  );

  it('never throws, and writes paths in printable ASCII only', () => {
    fc.assert(
      fc.property(fc.oneof(anyObject, fc.anything(), fc.object({ maxDepth: 4 })), (object) => {
        const found = visit(object);
        const texts = found.flatMap((w) => [
          ...w.images.flatMap((u) => [u.path, u.place ?? '']),
          ...w.defects.flatMap((d) => [d.path, d.detail, d.fix]),
        ]);
        expect(texts.filter((text) => !/^[\x20-\x7e]*$/.test(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order of keys', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    const json = fc.oneof(anyObject, fc.object({ key: fc.constantFrom('a', 'containers', 'volumes', 'image', 'name'), maxDepth: 6 }));
    fc.assert(
      fc.property(json, (object) => {
        const value: unknown = JSON.parse(JSON.stringify(object, (_, inner) => (typeof inner === 'bigint' ? 0 : inner)));
        const sorted = (workloads: Workload[]) => [...images(workloads), ...places(workloads), ...defects(workloads)].sort();
        expect(sorted(visit(reversed(value)))).toEqual(sorted(visit(value)));
      }),
      { numRuns: 500 },
    );
  });

  it('two different uses never share a place', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyObject, fc.object({ key: fc.constantFrom('a', 'containers', 'image', 'name', ']', '"', '.'), maxDepth: 6 })),
        (object) => {
          const known = places(visit(object)).filter((place) => place !== null);
          expect(new Set(known).size).toBe(known.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('lists that are too long', () => {
  const items = (count: number) => Array.from({ length: count }, () => ({}));
  it.each([
    [
      'a Pod',
      { apiVersion: 'v1', kind: 'Pod', spec: { containers: items(maxImageListItems + 1) } },
      'malformed-image at spec.containers: containers has 10001 items, expected at most 10000',
    ],
    [
      'a custom resource',
      { apiVersion: 'x/v1', kind: 'X', spec: { containers: items(maxImageListItems + 1) } },
      'malformed-image at spec.containers: 10001 items, expected at most 10000',
    ],
  ])('of %s are one defect', (_, object, expected) => {
    expect(defects(visit(object))).toEqual([expected]);
  });

  it('of objects are one defect, where the caller has a limit', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [{}, {}, {}] };
    expect(defects(visit(list, { maxItems: 2 }))).toEqual(['malformed-image at items: items has 3 items, expected at most 2']);
    expect(visit(list, { maxItems: 3 })).toHaveLength(3);
    expect(visit(list)).toHaveLength(3);
  });

  it('are looked at up to the limit', () => {
    expect(defects(visit({ apiVersion: 'v1', kind: 'Pod', spec: { containers: items(maxImageListItems) } }))).toHaveLength(
      maxImageListItems,
    );
  });
});
