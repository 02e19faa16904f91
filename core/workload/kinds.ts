/** The kinds that Kubernetes itself defines, by group and name; a kind of the same name in another group is somebody else's. */

import { keySpot, type Spot } from './spot.ts';

/** How an object of a kind is read. */
export type Form =
  /** A Pod spec at a fixed place: `steps` lead to it from the object, `spot` is where that is in an object that stands alone. */
  | { readonly type: 'pod'; readonly steps: readonly string[]; readonly spot: Spot }
  /** The body of `pods/ephemeralcontainers` on servers before 1.23: the list stands at the top. */
  | { readonly type: 'ephemeral' }
  /** Never runs anything, but likes to quote what does. */
  | { readonly type: 'opaque' }
  /** `of` is what items are that do not say it themselves. */
  | { readonly type: 'list'; readonly of: { readonly group: string; readonly kind: string } | null }
  /** Anything else: judged by shape. */
  | { readonly type: 'shape' };

const template = podAt('spec', 'template', 'spec');

function podAt(...steps: string[]): Form {
  return { type: 'pod', steps, spot: steps.reduce(keySpot, { path: '', place: '' }) };
}

/** Sources: k8s.io/api core/v1, apps/v1, extensions/v1beta1 (until 1.16), batch/v1, apiextensions.k8s.io/v1. */
const known: readonly (readonly [group: string, kind: string, form: Form])[] = [
  ['', 'Pod', podAt('spec')],
  ['', 'PodTemplate', podAt('template', 'spec')],
  ['', 'ReplicationController', template],
  ...['apps', 'extensions'].flatMap((group) =>
    ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [group, kind, template] as const),
  ),
  ['batch', 'Job', template],
  ['batch', 'CronJob', podAt('spec', 'jobTemplate', 'spec', 'template', 'spec')],
  ['', 'EphemeralContainers', { type: 'ephemeral' }],
  ['', 'ConfigMap', { type: 'opaque' }],
  ['apiextensions.k8s.io', 'CustomResourceDefinition', { type: 'opaque' }],
];

// Maps, because a kind may be called `constructor`: by kind, then by group.
const forms = new Map<string, Map<string, Form>>();

function define(group: string, kind: string, form: Form): void {
  const groups = forms.get(kind) ?? new Map<string, Form>();
  forms.set(kind, groups.set(group, form));
}

define('', 'List', { type: 'list', of: null });
for (const [group, kind, form] of known) {
  define(group, kind, form);
  define(group, `${kind}List`, { type: 'list', of: { group, kind } });
}

const shape: Form = { type: 'shape' };

/**
 * How to read an object of this kind. Where the object and the review name two groups, the stricter reading holds:
 * a known form, then by shape, and unread only when nobody objects.
 */
export function formOf(kind: string | null, groups: readonly string[]): Form {
  const byGroup = kind === null ? undefined : forms.get(kind);
  if (byGroup === undefined) return shape;
  let strictest: Form | null = null;
  for (const group of groups) {
    const form = byGroup.get(group) ?? shape;
    if (strictest === null || strictness(form) > strictness(strictest)) strictest = form;
  }
  return strictest ?? shape;
}

function strictness({ type }: Form): number {
  return type === 'opaque' ? 0 : type === 'shape' ? 1 : 2;
}

/** `apps/v1` is of group `apps`, `v1` of the core group `''`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
