/** The bodies that are measured: deterministic, shaped as an API server sends them, of the sizes of performance goals. */

const hex = '0123456789abcdef'.repeat(4);
const kube = 'system:serviceaccount:kube-system:replicaset-controller';

/** Two images of three go by tag, every third by digest; all of registries that the policy admits. */
function imageOf(index: number): string {
  const name = `service-${index}`;
  return index % 3 === 2 ? `ghcr.io/acme/${name}@sha256:${hex}` : `secureoci.com/team/${name}:1.${index}.0`;
}

function containerOf(index: number): object {
  return {
    name: `app-${index}`,
    image: imageOf(index),
    args: ['--port', `${8000 + index}`, '--log-level=info'],
    ports: [{ name: 'http', containerPort: 8000 + index, protocol: 'TCP' }],
    env: [
      { name: 'SERVICE', value: `service-${index}` },
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    ],
    resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [{ name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
    livenessProbe: {
      httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      failureThreshold: 3,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

const list = <T>(count: number, of: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => of(index));

function podSpec(containers: number): object {
  return {
    volumes: [
      {
        name: 'kube-api-access',
        projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }], defaultMode: 420 },
      },
    ],
    containers: list(containers, containerOf),
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    schedulerName: 'default-scheduler',
  };
}

/** What server-side apply remembers of each field, for one manager. */
function managedFields(containers: number, manager: number): object {
  const fieldsOf = (index: number): [string, object] => [
    `k:{"name":"app-${index}"}`,
    {
      '.': {},
      'f:args': {},
      'f:env': { '.': {}, 'k:{"name":"SERVICE"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
      'f:image': {},
      'f:imagePullPolicy': {},
      'f:name': {},
      'f:resources': { '.': {}, 'f:limits': { '.': {}, 'f:cpu': {}, 'f:memory': {} } },
      'f:terminationMessagePath': {},
    },
  ];
  const fieldsV1 = {
    'f:spec': { 'f:containers': Object.fromEntries(list(containers, fieldsOf)), 'f:dnsPolicy': {}, 'f:restartPolicy': {} },
  };
  return {
    manager: `manager-${manager}`,
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-01-01T00:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
  };
}

/** `note` fills the body up to its size, as the last applied configuration does in real clusters. */
function podOf(containers: number, managers: number, note = ''): object {
  const annotations = note === '' ? {} : { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': note } };
  const managed = managers === 0 ? {} : { managedFields: list(managers, (manager) => managedFields(containers, manager)) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', labels: { app: 'web' }, ...annotations, ...managed },
    spec: podSpec(containers),
  };
}

function deploymentOf(containers: number): object {
  const metadata = {
    name: 'web',
    namespace: 'default',
    labels: { app: 'web' },
    managedFields: list(2, (manager) => managedFields(containers, manager)),
  };
  const template = { metadata: { labels: { app: 'web' } }, spec: podSpec(containers) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template },
  };
}

function admission(group: string, kind: string, resource: string, object: object): string {
  const gvk = { group, version: 'v1', kind };
  const gvr = { group, version: 'v1', resource };
  return JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      kind: gvk,
      resource: gvr,
      requestKind: gvk,
      requestResource: gvr,
      name: 'web',
      namespace: 'default',
      operation: 'CREATE',
      userInfo: { username: kube, uid: 'a7e0ab33-5f29-11e8-8a3c-36e6bb280816', groups: ['system:serviceaccounts', 'system:authenticated'] },
      object,
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    },
  });
}

const specText = (containers: number): string => JSON.stringify(podSpec(containers));

export const bodies = {
  '2KB': admission('', 'Pod', 'pods', podOf(1, 0)),
  '6KB': admission('apps', 'Deployment', 'deployments', deploymentOf(3)),
  '100KB': admission('', 'Pod', 'pods', podOf(20, 11, specText(20))),
  '1.5MB': admission('', 'Pod', 'pods', podOf(200, 20, specText(200))),
} as const;

export type Size = keyof typeof bodies;
export const sizes = Object.keys(bodies) as Size[];
