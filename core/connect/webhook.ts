/**
 * The webhook configurations of a cluster. Source of every field: admissionregistration.k8s.io/v1,
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
import { type Action, clusterUrl } from './base-url.ts';
import { matchConditions } from './match-conditions.ts';

/** `audit` observes: what the webhook cannot answer is let in. `enforce` is a lock. */
export const profiles = ['audit', 'enforce'] as const;
export type Profile = (typeof profiles)[number];

export interface WebhookOptions {
  /** From `readBaseUrl`, or a Service of the cluster itself. */
  readonly target: { readonly url: string } | { readonly service: ServiceReference };
  readonly cluster: string;
  readonly token: string;
  readonly profile: Profile;
  /** Namespaces that the API server does not ask about. */
  readonly exclude: readonly string[];
  /** PEM of a private authority; null: the server's certificate chains to a public root, as API Gateway's does. */
  readonly ca: string | null;
}

export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
}

/** Longer than the integration's 9 s and the function's 8 s, so that the service's own answer always comes first. */
export const timeoutSeconds = 10;

const operations = ['CREATE', 'UPDATE'];
const pods = ['pods', 'pods/ephemeralcontainers'];
// Any version: with `matchPolicy: Equivalent` one call is made whichever of them a client uses.
const rule = (apiGroups: readonly string[], resources: readonly string[]) => ({
  apiGroups,
  apiVersions: ['*'],
  operations,
  resources,
  scope: 'Namespaced',
});

/** Everything that Kubernetes itself makes Pods of: a denial is told where a person reads it. */
export const controllers = {
  '': ['podtemplates', 'replicationcontrollers'],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  batch: ['cronjobs', 'jobs'],
} as const;

export function validatingWebhook(options: WebhookOptions): object {
  const rules = [rule([''], [...pods, ...controllers['']]), rule(['apps'], controllers.apps), rule(['batch'], controllers.batch)];
  return configuration('ValidatingWebhookConfiguration', options, 'admission', { rules });
}

/** Pods alone: what a controller's template says is not changed, or two writers would fight over it. */
export function mutatingWebhook(options: WebhookOptions): object {
  return configuration('MutatingWebhookConfiguration', options, 'mutation', { rules: [rule([''], pods)], reinvocationPolicy: 'IfNeeded' });
}

function configuration(kind: string, options: WebhookOptions, action: Action, own: object): object {
  const { target, cluster, token, profile, exclude, ca } = options;
  const caBundle = ca === null ? {} : { caBundle: Buffer.from(ca).toString('base64') };
  const name = 'kubernetes.io/metadata.name';
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name: 'image-warden', labels: { 'app.kubernetes.io/name': 'image-warden' } },
    webhooks: [
      {
        name: `${action}.image-warden.dev`,
        clientConfig: { ...clientOf(target, cluster, token, action), ...caBundle },
        ...own,
        matchPolicy: 'Equivalent',
        ...(exclude.length === 0 ? {} : { namespaceSelector: { matchExpressions: [{ key: name, operator: 'NotIn', values: exclude }] } }),
        matchConditions,
        failurePolicy: profile === 'enforce' ? 'Fail' : 'Ignore',
        sideEffects: 'None',
        timeoutSeconds,
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

function clientOf(target: WebhookOptions['target'], cluster: string, token: string, action: Action): object {
  if ('url' in target) return { url: clusterUrl(target.url, cluster, token, action) };
  return { service: { ...target.service, path: clusterUrl('/', cluster, token, action), port: 443 } };
}
