/**
 * The part of the policy that a cluster can keep by itself, as a ValidatingAdmissionPolicy with its binding: it goes on blocking
 * while the service cannot be reached. It never admits what the service denies (`fail closed` in every doubt).
 *
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ (v1, Kubernetes 1.30)
 */
import { maxExportedEntries, maxExportedExpressionLength } from '../limits.ts';
import { type Policy, shortHash } from '../policy/policy.ts';
import { quote } from '../text.ts';
import { decisionVariables } from './decision.ts';
import { denialMessage, emptyMessage, hasContainers } from './denial.ts';
import { type FlatPolicy, flatten } from './flatten.ts';
import { imageNames } from './image-names.ts';
import { imageUses, type Variable } from './image-uses.ts';
import { exportSettings } from './settings.ts';

export interface ExportOptions {
  /** Null: for any cluster, so the strictest settings of all hold. */
  readonly cluster: string | null;
  /** Of both objects, a DNS subdomain. */
  readonly name: string;
}

export interface Exported {
  /** The policy and its binding, as the API server takes them. */
  readonly objects: readonly object[];
  /** What whoever applies them should know, one sentence a line, printable ASCII. */
  readonly notes: readonly string[];
}

/** The objects, or the one reason why there are none. Never throws. */
export function admissionPolicy(policy: Policy, { cluster, name }: ExportOptions): Exported | { readonly problem: string } {
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
    return { problem: `${quote(name)} is no name of an object: a-z, 0-9, "-", "."` };
  const flat = flatten(policy, cluster);
  const problem = tooLarge(flat);
  if (problem !== null) return { problem };
  const { action, exempt } = exportSettings(policy, cluster);
  const metadata = { name, annotations: { 'image-warden/policy': shortHash(policy) } };
  const spec = { failurePolicy: 'Fail', matchConstraints: matchConstraints(exempt), ...rules(policy, flat) };
  const apiVersion = 'admissionregistration.k8s.io/v1';
  return {
    objects: [
      { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata, spec },
      { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata, spec: { policyName: name, validationActions: [action] } },
    ],
    notes: notesOf(policy, flat, cluster),
  };
}

function rules(policy: Policy, flat: FlatPolicy): { readonly variables: readonly Variable[]; readonly validations: readonly object[] } {
  const reason = 'Forbidden';
  if (policy.denyAll)
    return { variables: [], validations: [{ expression: 'false', message: 'denyAll is on: the policy denies every image', reason }] };
  return {
    variables: [...imageUses, ...imageNames, ...decisionVariables(flat)],
    validations: [
      { expression: hasContainers, message: 'the Pod spec has no containers', messageExpression: emptyMessage(), reason },
      {
        expression: 'variables.refused.size() == 0',
        message: 'an image is not allowed by the policy',
        messageExpression: denialMessage(flat),
        reason,
      },
    ],
  };
}

/** Everything that has a Pod spec; a namespace's name is its label, which the API server itself keeps. */
function matchConstraints(exempt: readonly string[]): object {
  const rule = (group: string, resources: readonly string[]): object => ({
    apiGroups: [group],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources,
  });
  const resourceRules = [
    rule('', ['pods', 'pods/ephemeralcontainers', 'podtemplates', 'replicationcontrollers']),
    rule('apps', ['replicasets', 'deployments', 'statefulsets', 'daemonsets']),
    rule('batch', ['jobs', 'cronjobs']),
  ];
  const namespaces = { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: exempt };
  return exempt.length === 0 ? { resourceRules } : { resourceRules, namespaceSelector: { matchExpressions: [namespaces] } };
}

function tooLarge({ allowed, denied, bound }: FlatPolicy): string | null {
  const keys = [...allowed, ...denied, ...bound.flatMap(({ lists }) => lists)].flatMap((list) => list.keys);
  const shorten =
    'name parents (ghcr.io/acme covers all below it) in place of each repository, or give entries that ask for the same one `require`';
  if (keys.length > maxExportedEntries)
    return `${keys.length} entries, expected at most ${maxExportedEntries}, because the API server allows each decision a limited cost: ${shorten}`;
  const length = keys.reduce((sum, key) => sum + key.length + 6, 0);
  if (length > maxExportedExpressionLength)
    return `entries of ${length} characters, expected at most ${maxExportedExpressionLength}, because the API server limits an expression: ${shorten}`;
  if (bound.length > 20) return `${bound.length} different sets of requirements, expected at most 20: ${shorten}`;
  return null;
}

function notesOf(policy: Policy, { leftOut }: FlatPolicy, cluster: string | null): string[] {
  const shown = leftOut.slice(0, 20).map(({ scope, why }) => `${scope} admits nothing here: ${why}.`);
  const where = cluster === null ? 'any cluster' : `cluster ${quote(cluster)}`;
  return [
    `Image Warden's fallback in the cluster: policy ${shortHash(policy)}, for ${where}.`,
    'It never admits what the service denies. It denies what only the service can decide, also while the service is up:',
    'exceptions and break-glass are not known here, and an entry that only warns denies.',
    ...shown,
    ...(leftOut.length > shown.length ? [`And ${leftOut.length - shown.length} more entries that admit nothing here.`] : []),
  ];
}
