/** The kinds that Kubernetes itself defines, by group and name; a kind of the same name in another group is somebody else's. */

/** How an object of a kind is read. */
export type Form =
  /** A Pod spec at a fixed place: `steps` lead to it from the object. */
  | { readonly type: 'pod'; readonly steps: readonly string[] }
  /** The body of `pods/ephemeralcontainers` on servers before 1.23: the list stands at the top. */
  | { readonly type: 'ephemeral' }
  /** Never runs anything, but likes to quote what does. */
  | { readonly type: 'opaque' }
  /** `of` is what items are that do not say it themselves. */
  | { readonly type: 'list'; readonly of: { readonly group: string; readonly kind: string } | null }
  /** Anything else: judged by shape. */
  | { readonly type: 'shape' };

const template = ['spec', 'template', 'spec'];

/** Sources: k8s.io/api core/v1, apps/v1, extensions/v1beta1 (until 1.16), batch/v1, apiextensions.k8s.io/v1. */
const known: readonly (readonly [group: string, kind: string, form: Form])[] = [
  ['', 'Pod', { type: 'pod', steps: ['spec'] }],
  ['', 'PodTemplate', { type: 'pod', steps: ['template', 'spec'] }],
  ['', 'ReplicationController', { type: 'pod', steps: template }],
  ...['apps', 'extensions'].flatMap((group) =>
    ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [group, kind, { type: 'pod', steps: template }] as const),
  ),
  ['batch', 'Job', { type: 'pod', steps: template }],
  ['batch', 'CronJob', { type: 'pod', steps: ['spec', 'jobTemplate', ...template] }],
  ['', 'EphemeralContainers', { type: 'ephemeral' }],
  ['', 'ConfigMap', { type: 'opaque' }],
  ['apiextensions.k8s.io', 'CustomResourceDefinition', { type: 'opaque' }],
];

// A Map, because a kind may be called `constructor`. Groups hold no slash, so the key cannot be read in two ways.
const forms = new Map<string, Form>([
  ['/List', { type: 'list', of: null }],
  ...known.flatMap(([group, kind, form]): [string, Form][] => [
    [`${group}/${kind}`, form],
    [`${group}/${kind}List`, { type: 'list', of: { group, kind } }],
  ]),
]);

const shape: Form = { type: 'shape' };

/**
 * How to read an object of this kind. Where the object and the review name two groups, the stricter reading holds:
 * a known form, then by shape, and unread only when nobody objects.
 */
export function formOf(kind: string | null, groups: readonly string[]): Form {
  const read = groups.map((group) => (kind === null ? shape : (forms.get(`${group}/${kind}`) ?? shape)));
  return read.find(({ type }) => type !== 'shape' && type !== 'opaque') ?? read.find(({ type }) => type === 'shape') ?? read[0] ?? shape;
}

/** `apps/v1` is of group `apps`, `v1` of the core group `''`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
