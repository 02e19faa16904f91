import { describe, expect, it } from '@jest/globals';
import { mutatingWebhook, validatingWebhook, type WebhookOptions } from '../../../core/connect/webhook.ts';
import { formatYaml } from '../../../core/yaml.ts';

const token = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
const options: WebhookOptions = {
  target: { url: 'https://abc.execute-api.eu-west-1.amazonaws.com/prod/' },
  cluster: 'prod-eu',
  token,
  profile: 'enforce',
  exclude: ['kube-system'],
  ca: null,
};
const condition =
  "!(request.resource.resource == 'pods' && request.operation == 'CREATE' && request.userInfo.username.startsWith('system:node:') && 'system:nodes' in request.userInfo.groups && has(object.metadata.annotations) && 'kubernetes.io/config.mirror' in object.metadata.annotations)";

const list = (name: string, items: readonly string[]): string =>
  `        ${name}:\n${items.map((item) => `          - ${item}\n`).join('')}`;
const rule = (group: string, resources: readonly string[]): string =>
  `      - apiGroups:\n          - ${group}\n${list('apiVersions', ['"*"'])}${list('operations', ['CREATE', 'UPDATE'])}${list('resources', resources)}        scope: Namespaced\n`;

const expected = (
  kind: string,
  action: string,
  rules: string,
  failurePolicy: string,
): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}
metadata:
  name: image-warden
  labels:
    app.kubernetes.io/name: image-warden
webhooks:
  - name: ${action}.image-warden.dev
    clientConfig:
      url: https://abc.execute-api.eu-west-1.amazonaws.com/prod/v1/clusters/prod-eu/${token}/${action}
    rules:
${rules}    matchPolicy: Equivalent
    namespaceSelector:
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values:
            - kube-system
    matchConditions:
      - name: not-a-mirror-pod-of-a-node
        expression: "${condition}"
    failurePolicy: ${failurePolicy}
    sideEffects: None
    timeoutSeconds: 10
    admissionReviewVersions:
      - v1
`;

const everything =
  rule('""', ['pods', 'pods/ephemeralcontainers', 'podtemplates', 'replicationcontrollers']) +
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets']) +
  rule('batch', ['cronjobs', 'jobs']);

describe('webhook configurations', () => {
  it('validating, enforce', () => {
    expect(formatYaml([validatingWebhook(options)])).toBe(expected('ValidatingWebhookConfiguration', 'admission', everything, 'Fail'));
  });

  it('validating, audit', () => {
    const yaml = formatYaml([validatingWebhook({ ...options, profile: 'audit' })]);
    expect(yaml).toBe(expected('ValidatingWebhookConfiguration', 'admission', everything, 'Ignore'));
  });

  it('mutating: Pods alone, asked again when another webhook changed them', () => {
    const pods = `${rule('""', ['pods', 'pods/ephemeralcontainers'])}    reinvocationPolicy: IfNeeded\n`;
    expect(formatYaml([mutatingWebhook(options)])).toBe(expected('MutatingWebhookConfiguration', 'mutation', pods, 'Fail'));
  });

  it('calls a Service of the cluster', () => {
    expect(validatingWebhook({ ...options, target: { service: { namespace: 'iw', name: 'warden' } } })).toMatchObject({
      webhooks: [
        { clientConfig: { service: { namespace: 'iw', name: 'warden', path: `/v1/clusters/prod-eu/${token}/admission`, port: 443 } } },
      ],
    });
  });

  it('has no selector when no namespace is left out, and a bundle only for a private authority', () => {
    const plain = JSON.stringify(validatingWebhook({ ...options, exclude: [] }));
    expect(plain).not.toMatch(/namespaceSelector|caBundle/);
    expect(validatingWebhook({ ...options, ca: 'PEM' })).toMatchObject({ webhooks: [{ clientConfig: { caBundle: 'UEVN' } }] });
  });
});
