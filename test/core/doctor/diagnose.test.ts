import { describe, expect, it } from '@jest/globals';
import { mutatingWebhook, validatingWebhook, type WebhookOptions } from '../../../core/connect/webhook.ts';
import type { Provider } from '../../../core/doctor/check.ts';
import { checks, diagnose, ourWebhooks } from '../../../core/doctor/diagnose.ts';
import { readWebhooks } from '../../../core/doctor/webhook.ts';

const token = 't'.repeat(43);
const base: WebhookOptions = {
  target: { url: 'https://abc.execute-api.eu-west-1.amazonaws.com/prod/' },
  cluster: 'prod-eu',
  token,
  profile: 'enforce',
  exclude: [],
  ca: null,
};
const name = 'admission.image-warden.dev';

interface Rule {
  apiGroups: string[];
  apiVersions: string[];
  operations: string[];
  resources: string[];
  scope: string;
}
interface Printed {
  metadata: { annotations?: object };
  webhooks: [{ clientConfig: { url: string }; matchPolicy: string; rules: [Rule, ...Rule[]] }];
}

/** What `connect` prints, changed in one thing. */
function changed(change: (webhook: Printed['webhooks'][0], metadata: Printed['metadata']) => void): unknown {
  const configuration = structuredClone(validatingWebhook(base)) as Printed;
  change(configuration.webhooks[0], configuration.metadata);
  return configuration;
}
const field = (key: string, value: unknown) => changed((webhook) => Object.assign(webhook, { [key]: value }));
const rules = (change: (rule: Rule) => void) =>
  changed(({ rules: all }) => {
    for (const rule of all) change(rule);
  });
const url = (text: string) =>
  changed(({ clientConfig }) => {
    clientConfig.url = text;
  });

const diagnoseAll = (configurations: readonly unknown[], provider: Provider | null = null) =>
  diagnose({ webhooks: configurations.flatMap(readWebhooks), provider });

type Row = readonly [string, readonly unknown[], Provider | null, readonly (readonly [string, string, string | null, string])[]];

const printed = validatingWebhook(base);
const rows: readonly Row[] = [
  ['what connect prints', [printed], null, []],
  ['both that connect prints', [printed, mutatingWebhook(base)], null, []],
  [
    'a public URL on EKS',
    [printed],
    'eks',
    [
      [
        'eks-egress',
        'info',
        name,
        'unless controlPlaneEgressMode is AWS_MANAGED, an EKS control plane reaches a public URL only through your own NAT',
      ],
    ],
  ],
  ['nothing', [], null, [['missing-webhook', 'deny', null, 'no ValidatingWebhookConfiguration asks Image Warden']]],
  [
    'a mutating one alone',
    [mutatingWebhook(base)],
    null,
    [['missing-webhook', 'deny', null, 'no ValidatingWebhookConfiguration asks Image Warden']],
  ],
  [
    'no ephemeral containers',
    [rules((rule) => Object.assign(rule, { resources: rule.resources.filter((one) => !one.includes('/')) }))],
    null,
    [
      [
        'missing-resources',
        'deny',
        null,
        'pods/ephemeralcontainers is not asked about on UPDATE: `kubectl debug --image` runs any image in a running Pod',
      ],
    ],
  ],
  ['pods/* has them too', [rules((rule) => rule.resources.push('*/*'))], null, []],
  [
    'Pods alone',
    [changed((webhook) => webhook.rules.splice(1))],
    null,
    [
      [
        'missing-resources',
        'warn',
        null,
        'daemonsets, deployments, replicasets, statefulsets, cronjobs, jobs: not asked about, so that a denial shows up as a Pod that never comes',
      ],
    ],
  ],
  [
    'cluster scope',
    [rules((rule) => Object.assign(rule, { scope: 'Cluster', resources: rule.resources }))],
    null,
    [
      ['missing-resources', 'deny', null, 'pods are not asked about: every image runs unjudged'],
      [
        'missing-resources',
        'deny',
        null,
        'pods/ephemeralcontainers is not asked about on UPDATE: `kubectl debug --image` runs any image in a running Pod',
      ],
      [
        'missing-resources',
        'warn',
        null,
        'podtemplates, replicationcontrollers, daemonsets, deployments, replicasets, statefulsets, cronjobs, jobs: not asked about, so that a denial shows up as a Pod that never comes',
      ],
    ],
  ],
  [
    'CREATE only',
    [
      changed((webhook) => {
        for (const rule of webhook.rules) rule.operations = ['CREATE'];
        webhook.rules.push({ ...webhook.rules[0], operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] });
      }),
    ],
    null,
    [['missing-operations', 'deny', null, 'pods are not asked about on UPDATE: an allowed Pod can be given any image afterwards']],
  ],
  [
    'Ignore',
    [field('failurePolicy', 'Ignore')],
    null,
    [['not-enforced', 'deny', name, 'failurePolicy is Ignore: not enforced, what the service does not answer is let in']],
  ],
  [
    'an objectSelector',
    [field('objectSelector', { matchLabels: { judged: 'yes' } })],
    null,
    [['editable-selector', 'deny', name, 'objectSelector reads judged: whoever writes a Pod decides whether it is judged']],
  ],
  [
    'a label of the namespace',
    [field('namespaceSelector', { matchExpressions: [{ key: 'skip', operator: 'DoesNotExist' }] })],
    null,
    [['editable-selector', 'deny', name, 'namespaceSelector reads skip: whoever may label a namespace decides whether it is judged']],
  ],
  [
    'a namespace left out',
    [validatingWebhook({ ...base, exclude: ['kube-system'] })],
    null,
    [['editable-selector', 'info', name, 'not asked about in kube-system']],
  ],
  [
    'some namespaces alone',
    [field('namespaceSelector', { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } })],
    null,
    [['editable-selector', 'warn', name, 'asked about in shop alone: a new namespace is not judged']],
  ],
  [
    'Exact',
    [
      changed((webhook) => {
        webhook.matchPolicy = 'Exact';
        for (const rule of webhook.rules) rule.apiVersions = ['v1'];
      }),
    ],
    null,
    [['match-policy', 'deny', name, 'matchPolicy is Exact: another version of the same API is not asked about']],
  ],
  ['Exact with every version', [field('matchPolicy', 'Exact')], null, []],
  [
    'a query',
    [url(`https://x.example/v1/clusters/dev/${token}/admission?timeout=5s`)],
    null,
    [['url', 'deny', name, 'the URL has a query string: API servers refuse it or drop it, and with it whatever it was to say']],
  ],
  [
    'http',
    [url(`http://x.example/v1/clusters/dev/${token}/admission`)],
    null,
    [['url', 'deny', name, 'the URL is not https: API servers refuse it']],
  ],
  [
    'a user',
    [url(`https://u:p@x.example/v1/clusters/dev/${token}/admission`)],
    null,
    [['url', 'deny', name, 'the URL has a user in it: API servers refuse it']],
  ],
  [
    'a path without action',
    [url(`https://x.example/v1/clusters/dev/${token}`)],
    null,
    [['url', 'deny', name, 'the path is not /v1/clusters/CLUSTER/TOKEN/admission or .../mutation: it is answered 404 or 401']],
  ],
  [
    "somebody's condition",
    [field('matchConditions', [{ name: 'x', expression: "request.userInfo.username != 'ci'\n" }])],
    null,
    [['match-conditions', 'warn', name, "a condition of somebody's own decides what is judged: request.userInfo.username != 'ci'\\u000a"]],
  ],
  [
    'a short timeout',
    [field('timeoutSeconds', 5)],
    null,
    [['timeout', 'warn', name, 'timeoutSeconds is 5: the API server gives up before a slow answer, and failurePolicy decides']],
  ],
  [
    'a long timeout',
    [field('timeoutSeconds', 30)],
    null,
    [['timeout', 'info', name, 'timeoutSeconds is 30: while the service is down every client waits that long']],
  ],
  [
    'a pinned authority',
    [validatingWebhook({ ...base, ca: 'PEM' })],
    null,
    [['pinned-ca', 'warn', name, 'caBundle pins the certificate authority of API Gateway: a change there stops the cluster']],
  ],
  ["a server of one's own", [validatingWebhook({ ...base, target: { url: 'https://warden.example.com/' }, ca: 'PEM' })], null, []],
  [
    'in the cluster itself',
    [validatingWebhook({ ...base, target: { service: { namespace: 'image-warden', name: 'image-warden' } }, ca: 'PEM' })],
    'gke',
    [],
  ],
  ['side effects', [field('sideEffects', 'Some')], null, [['side-effects', 'warn', name, 'sideEffects is Some: every dry run is refused']]],
  [
    'AKS',
    [printed],
    'aks',
    [['aks-enforcer', 'warn', name, "AKS's admissions enforcer adds selectors of its own: namespaces with its labels are not judged"]],
  ],
  [
    'AKS, switched off',
    [changed((_, metadata) => Object.assign(metadata, { annotations: { 'admissions.enforcer/disabled': 'true' } }))],
    'aks',
    [],
  ],
  ['GKE', [printed], 'gke', [['gke-egress', 'info', name, 'with control-plane-egress=NONE a GKE control plane reaches no URL']]],
  [
    'a private API',
    [url(`https://abc-vpce-0123.execute-api.eu-west-1.amazonaws.com/prod/v1/clusters/dev/${token}/admission`)],
    null,
    [
      [
        'eks-egress',
        'info',
        name,
        'the URL is a private API: an EKS control plane reaches it only with controlPlaneEgressMode CUSTOMER_ROUTED',
      ],
    ],
  ],
];

describe('diagnose', () => {
  it.each(rows)('%s', (_, configurations, provider, expected) => {
    const found = diagnoseAll(configurations, provider);
    expect(found.map(({ check, severity, webhook, detail }) => [check, severity, webhook, detail])).toEqual(expected);
    expect(JSON.stringify(found)).not.toContain(token);
    for (const spot of found) expect(spot.fix).not.toBe('');
  });

  it('has a row for every check, and names no check twice', () => {
    const seen = new Set(rows.flatMap(([, , , expected]) => expected.map(([check]) => check)));
    expect([...seen].sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  it('tells how an AKS cluster gives itself away, and the command that mends it', () => {
    const edited = field('namespaceSelector', { matchExpressions: [{ key: 'control-plane', operator: 'DoesNotExist' }] });
    expect(diagnoseAll([edited]).find(({ check }) => check === 'aks-enforcer')?.fix).toBe(
      "kubectl annotate validatingwebhookconfiguration image-warden admissions.enforcer/disabled=true, and exempt the system's namespaces by name",
    );
  });

  it('is as content with a list as kubectl prints it', () => {
    expect(diagnoseAll([{ apiVersion: 'v1', kind: 'List', items: [printed] }])).toEqual([]);
    expect(diagnoseAll([field('failurePolicy', undefined)])).toEqual([]);
  });

  it.each([
    null,
    7,
    'x',
    [],
    {},
    { kind: 'List' },
    { kind: 'ValidatingWebhookConfiguration', webhooks: [null, { rules: 'x', clientConfig: [] }] },
  ])('never throws: %j', (value) => {
    expect(() => diagnoseAll([value], 'aks')).not.toThrow();
  });
});

describe('ourWebhooks', () => {
  const named = (configuration: string, address: string) =>
    readWebhooks({ ...printed, metadata: { name: configuration }, webhooks: [{ name: 'x.example.com', clientConfig: { url: address } }] });
  const all = [
    ...named('image-warden', 'https://a'),
    ...named('other', 'https://a/v1/clusters/dev/t/admission'),
    ...named('foreign', 'https://a/validate'),
  ];

  it.each([
    [null, ['image-warden', 'other']],
    ['foreign', ['foreign']],
    ['none', []],
  ])('%s', (configuration, expected) => {
    expect(ourWebhooks(all, configuration).map((one) => one.configuration)).toEqual(expected);
  });

  it('reads what is written, and the defaults of the API server where nothing is', () => {
    expect(named('x', 'https://a')[0]).toMatchObject({
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      sideEffects: 'Unknown',
      timeoutSeconds: 10,
    });
  });
});
