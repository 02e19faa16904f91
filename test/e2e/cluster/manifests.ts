/** The objects that the cases create. */

const spec = (image: string) => ({ containers: [{ name: 'app', image }] });

export const pod = (name: string, image: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: spec(image) });

const template = (app: string, image: string) => ({ metadata: { labels: { app } }, spec: spec(image) });

export const deployment = (name: string, image: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: template(name, image) },
});

export const cronJob = (name: string, image: string) => {
  const { metadata, spec: podSpec } = template(name, image);
  const jobTemplate = { spec: { template: { metadata, spec: { ...podSpec, restartPolicy: 'Never' } } } };
  return { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name }, spec: { schedule: '0 0 1 1 *', jobTemplate } };
};

/** The body of `pods/ephemeralcontainers`, as API servers before 1.23 take it. */
export const ephemeralContainers = (name: string, image: string) => ({
  apiVersion: 'v1',
  kind: 'EphemeralContainers',
  metadata: { name },
  ephemeralContainers: [{ name: 'debug', image, imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File' }],
});

/** `caBundle`: PEM. */
export const webhook = (url: string, failurePolicy: 'Fail' | 'Ignore', caBundle: string) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'image-warden' },
  webhooks: [
    {
      name: 'image-warden.example.com',
      clientConfig: { url, caBundle: Buffer.from(caBundle).toString('base64') },
      rules: [
        {
          apiGroups: ['', 'apps', 'batch'],
          apiVersions: ['*'],
          operations: ['CREATE', 'UPDATE', 'DELETE'],
          resources: ['pods', 'pods/ephemeralcontainers', 'deployments', 'deployments/scale', 'cronjobs'],
        },
      ],
      failurePolicy,
      sideEffects: 'None',
      timeoutSeconds: 7,
      admissionReviewVersions: ['v1', 'v1beta1'],
    },
  ],
});

export const imagePolicyAdmission = (kubeConfigFile: string) => ({
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AdmissionConfiguration',
  plugins: [
    {
      name: 'ImagePolicyWebhook',
      configuration: { imagePolicy: { kubeConfigFile, allowTTL: 50, denyTTL: 50, retryBackoff: 500, defaultAllow: false } },
    },
  ],
});
