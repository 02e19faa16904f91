/** Generated policies, images and objects of one small world, so that entries and images meet. */
import fc from 'fast-check';
import { compile } from '../../../core/policy/compile.ts';
import type { EntryDocument, Mode, PolicyDocument } from '../../../core/policy/definition.ts';
import { mergeDocument } from '../../../core/policy/merge.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { imageTexts } from '../image/reference.arbitrary.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const hosts = ['docker.io', 'ghcr.io', 'localhost', 'localhost:5000', 'a.example.com', 'b.a.example.com', 'a.example.com:5000'];
const paths = ['acme', 'acme/app', 'acme/app/sub', 'library', 'library/nginx', 'nginx', 'acme-evil'];
const suffixes = ['', '', '', ':1.27', ':1.2', ':latest', `@${digest}`];
const wildcards = ['*.example.com', '*.example.com:5000', '*.a.example.com'];

const repository = fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths));
const scopes = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hosts) },
  { weight: 9, arbitrary: fc.tuple(repository, fc.constantFrom(...suffixes)).map(([parts, suffix]) => parts.join('/') + suffix) },
  fc.constantFrom(...wildcards),
);

const dates = fc.constantFrom('2027-01-01', '2027-06-01');
const require = fc.record({
  digest: fc.boolean(),
  tags: fc.record({ deny: fc.subarray(['latest', '1.2', '1.2*', '*']) }),
});
const where = fc.record(
  { clusters: fc.constantFrom(['prod'], ['dev', 'p*']), namespaces: fc.constantFrom(['web'], ['dev-*', 'x'], ['*']) },
  { requiredKeys: [] },
);
const mode = fc.constantFrom<Mode>('enforce', 'warn', 'audit');
const entry = fc.oneof(
  { weight: 4, arbitrary: scopes },
  fc.record({ allow: scopes, where, until: dates, mode, require }, { requiredKeys: ['allow'] }),
  fc.record({ allow: scopes, where }),
  fc.record({ allow: scopes, require, enforceFrom: dates }, { requiredKeys: ['allow'] }),
  fc.record({ deny: scopes, where, mode }, { requiredKeys: ['deny'] }),
);
const settings = {
  mode: fc.oneof({ weight: 3, arbitrary: fc.constant<Mode>('enforce') }, mode),
  exemptNamespaces: fc.subarray(['kube-system', 'web']),
};
const exception = fc.record({
  rule: fc.constantFrom('registry-allowlist' as const, 'denied-image' as const, 'denied-tag' as const),
  image: scopes,
  until: dates,
  owner: fc.constant('team'),
  reason: fc.constant('why'),
});

const documents = fc.record(
  {
    version: fc.constant(1 as const),
    images: fc.array(entry as fc.Arbitrary<string | EntryDocument>, { maxLength: 8 }),
    ...settings,
    require: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, require),
    clusters: fc.dictionary(fc.constantFrom('prod', 'dev'), fc.record(settings, { requiredKeys: [] }), { maxKeys: 2 }),
    exceptions: fc.array(exception, { maxLength: 1 }),
    denyAll: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, fc.constant(true)),
  },
  { requiredKeys: ['version', 'images'] },
);

export const compileDocument = (document: PolicyDocument): Policy => compile(mergeDocument(document, []), 'generated');
export const policies = documents.map((document) => compileDocument(document));

/** Only scopes, and denies of scopes. */
export const plainPolicies = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: scopes },
      scopes.map((deny) => ({ deny })),
    ),
    { maxLength: 10 },
  )
  .map((images) => compileDocument({ version: 1, images }));

const tails = ['', '/sub', '-evil', ':1.27', ':1.2', ':1.27.1', ':latest', `@${digest}`, `:1.27@${digest}`, `@sha256:${'b'.repeat(64)}`];
/** Images that a person would write. */
export const ordinaryImages = fc.oneof(
  fc.tuple(repository, fc.constantFrom(...tails)).map(([parts, tail]) => parts.join('/') + tail),
  fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...tails)).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('index.docker.io', 'c.example.com', 'c.example.com:5000', 'ghcr.io.evil.io'), fc.constantFrom(...paths))
    .map((p) => p.join('/')),
);
const images = fc.oneof(
  { weight: 6, arbitrary: ordinaryImages },
  { weight: 2, arbitrary: imageTexts },
  fc.constantFrom('', 'a'.repeat(64), digest, `docker.io/acme/${'a/'.repeat(130)}a`, `xn--a.example.com/acme`, 'ghcr.io/acme/app:'),
);

const names = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constantFrom('', 'Ä "', ' '));
const container = fc.record(
  { name: names, image: fc.oneof({ weight: 9, arbitrary: images }, fc.constant(null), fc.constant(5)) },
  { requiredKeys: [] },
);
const volume = fc.oneof(
  fc.record({ name: names, emptyDir: fc.constant({}) }),
  fc.record({ name: names, image: fc.record({ reference: images }, { requiredKeys: [] }) }),
);
const wholePodSpecs = fc.record(
  {
    containers: fc.array(container, { maxLength: 3 }),
    initContainers: fc.array(container, { maxLength: 2 }),
    ephemeralContainers: fc.array(container, { maxLength: 2 }),
    volumes: fc.array(volume, { maxLength: 2 }),
  },
  { requiredKeys: ['containers'] },
);

/** Most have one image: of many, one is nearly always refused, and nothing is seen of the others. */
export const podSpecs = fc.oneof(
  { weight: 3, arbitrary: fc.record({ containers: fc.tuple(fc.record({ name: names, image: ordinaryImages })) }) },
  { weight: 1, arbitrary: wholePodSpecs },
  fc.record({
    containers: fc.tuple(fc.record({ name: names, image: ordinaryImages })),
    initContainers: fc.array(container, { maxLength: 2 }),
  }),
);

type Wrap = (spec: unknown) => Record<string, unknown>;
const template: Wrap = (spec) => ({ spec: { template: { spec } } });
export const kinds: Readonly<Record<string, { readonly apiVersion: string; readonly wrap: Wrap }>> = {
  Pod: { apiVersion: 'v1', wrap: (spec) => ({ spec }) },
  PodTemplate: { apiVersion: 'v1', wrap: (spec) => ({ template: { spec } }) },
  ReplicationController: { apiVersion: 'v1', wrap: template },
  ...Object.fromEntries(
    ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [kind, { apiVersion: 'apps/v1', wrap: template }]),
  ),
  Job: { apiVersion: 'batch/v1', wrap: template },
  CronJob: { apiVersion: 'batch/v1', wrap: (spec) => ({ spec: { jobTemplate: template(spec) } }) },
};
