import { describe, expect, it } from '@jest/globals';
import { type ImagePolicyOptions, imagePolicyFiles } from '../../../core/connect/image-policy.ts';
import { formatYaml } from '../../../core/yaml.ts';

const options: ImagePolicyOptions = {
  url: 'https://warden.example.com/',
  cluster: 'edge',
  token: 't'.repeat(43),
  profile: 'enforce',
  kubeConfigFile: '/etc/kubernetes/image-warden/kubeconfig.yaml',
  credential: { kind: 'certificate', certificate: '/etc/client.crt', key: '/etc/client.key' },
  caFile: null,
};

const kubeconfig = (user: string, ca = ''): string => `apiVersion: v1
kind: Config
clusters:
  - name: image-warden
    cluster:
      server: https://warden.example.com/v1/clusters/edge/${'t'.repeat(43)}/image-policy
${ca}users:
  - name: image-warden
    user:${user}
contexts:
  - name: image-warden
    context:
      cluster: image-warden
      user: image-warden
current-context: image-warden
`;

describe('files of ImagePolicyWebhook', () => {
  it.each([
    ['enforce', false],
    ['audit', true],
  ] as const)('%s', (profile, defaultAllow) => {
    const [admission] = imagePolicyFiles({ ...options, profile });
    expect(formatYaml([admission])).toBe(`apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: ImagePolicyWebhook
    configuration:
      imagePolicy:
        kubeConfigFile: /etc/kubernetes/image-warden/kubeconfig.yaml
        allowTTL: 30
        denyTTL: 30
        retryBackoff: 500
        defaultAllow: ${defaultAllow}
`);
  });

  it.each<[string, Partial<ImagePolicyOptions>, string]>([
    ['a client certificate', {}, kubeconfig('\n      client-certificate: /etc/client.crt\n      client-key: /etc/client.key')],
    ['a bearer token', { credential: { kind: 'bearer', file: '/etc/token' } }, kubeconfig('\n      tokenFile: /etc/token')],
    ['nothing but the path', { credential: { kind: 'none' } }, kubeconfig(' {}')],
    [
      'a private authority',
      { credential: { kind: 'none' }, caFile: '/etc/ca.crt' },
      kubeconfig(' {}', '      certificate-authority: /etc/ca.crt\n'),
    ],
  ])('kubeconfig with %s', (_, more, expected) => {
    expect(formatYaml([imagePolicyFiles({ ...options, ...more })[1]])).toBe(expected);
  });
});
