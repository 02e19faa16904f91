/** Live webhook configurations, read from what kubectl prints or from a file. Hostile like everything from outside. */
import { isObject, own } from '../workload/json.ts';

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly scope: string;
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** One webhook, with the API server's defaults filled in. */
export interface Webhook {
  readonly kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration';
  /** The configuration's name and its own. */
  readonly configuration: string;
  readonly name: string;
  /** Annotations and labels of the configuration: AKS reads both. */
  readonly marks: ReadonlyMap<string, string>;
  /** Null: a Service of the cluster. It carries the token: never repeat it. */
  readonly url: string | null;
  /** A Service's name, else "". */
  readonly service: string;
  readonly hasCaBundle: boolean;
  readonly rules: readonly Rule[];
  readonly failurePolicy: string;
  readonly matchPolicy: string;
  readonly sideEffects: string;
  readonly timeoutSeconds: number;
  readonly namespaces: readonly Expression[];
  readonly objects: readonly Expression[];
  readonly conditions: readonly string[];
}

/** The webhooks of configurations, of lists of them, and of nothing else. */
export function readWebhooks(value: unknown): Webhook[] {
  const kind = text(value, 'kind');
  if (kind === 'List' || kind.endsWith('WebhookConfigurationList')) return list(value, 'items').flatMap(readWebhooks);
  if (kind !== 'ValidatingWebhookConfiguration' && kind !== 'MutatingWebhookConfiguration') return [];
  const metadata = own(value, 'metadata');
  const marks = new Map([...pairs(own(metadata, 'labels')), ...pairs(own(metadata, 'annotations'))]);
  return list(value, 'webhooks').map((webhook) => readWebhook(kind, text(metadata, 'name'), marks, webhook));
}

function readWebhook(kind: Webhook['kind'], configuration: string, marks: Webhook['marks'], webhook: unknown): Webhook {
  const client = own(webhook, 'clientConfig');
  const url = own(client, 'url');
  const timeout = own(webhook, 'timeoutSeconds');
  return {
    kind,
    configuration,
    name: text(webhook, 'name'),
    marks,
    url: typeof url === 'string' ? url : null,
    service: text(own(client, 'service'), 'name'),
    hasCaBundle: text(client, 'caBundle') !== '',
    rules: list(webhook, 'rules').map(readRule),
    failurePolicy: text(webhook, 'failurePolicy', 'Fail'),
    matchPolicy: text(webhook, 'matchPolicy', 'Equivalent'),
    sideEffects: text(webhook, 'sideEffects', 'Unknown'),
    timeoutSeconds: typeof timeout === 'number' ? timeout : 10,
    namespaces: readSelector(own(webhook, 'namespaceSelector')),
    objects: readSelector(own(webhook, 'objectSelector')),
    conditions: list(webhook, 'matchConditions').map((condition) => text(condition, 'expression')),
  };
}

function readRule(rule: unknown): Rule {
  const texts = (key: string): string[] => list(rule, key).filter((item) => typeof item === 'string');
  return {
    apiGroups: texts('apiGroups'),
    apiVersions: texts('apiVersions'),
    operations: texts('operations'),
    resources: texts('resources'),
    scope: text(rule, 'scope', '*'),
  };
}

function readSelector(selector: unknown): Expression[] {
  const labels = pairs(own(selector, 'matchLabels')).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  const expressions = list(selector, 'matchExpressions').map((one) => ({
    key: text(one, 'key'),
    operator: text(one, 'operator'),
    values: list(one, 'values').filter((item) => typeof item === 'string'),
  }));
  return [...labels, ...expressions];
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = own(value, key);
  return Array.isArray(found) ? found : [];
}

function text(value: unknown, key: string, otherwise = ''): string {
  const found = own(value, key);
  return typeof found === 'string' ? found : otherwise;
}

function pairs(value: unknown): [string, string][] {
  return isObject(value)
    ? Object.entries(value).flatMap(([key, one]): [string, string][] => (typeof one === 'string' ? [[key, one]] : []))
    : [];
}
