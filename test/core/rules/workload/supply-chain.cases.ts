import type { WorkloadRuleId } from '../../../../core/rules/workload-rule.ts';
import { app, type Edit, fail, init, pass, type RuleCases } from './fixtures.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const [appImage, initImage] = [`${app} image`, `${init} image`];
const hostPath = (path: unknown): Edit => ['spec volumes', [{ name: 'run', hostPath: { path } }]];
const token = 'spec automountServiceAccountToken';

const sockets: [path: string, socket: string][] = [
  ['/var/run/docker.sock', 'run/docker.sock'],
  ['/run/docker.sock/', 'run/docker.sock'],
  ['//run/../run/./docker.sock', 'run/docker.sock'],
  ['/', 'run/docker.sock'],
  ['', 'run/docker.sock'],
  ['/var/run', 'run/docker.sock'],
  ['/run/containerd', 'run/containerd/containerd.sock'],
  ['/run/containerd/containerd.sock', 'run/containerd/containerd.sock'],
  ['/var/run/crio/crio.sock', 'run/crio/crio.sock'],
  ['/run/k3s', 'run/k3s/containerd/containerd.sock'],
  ['\\\\.\\pipe\\docker_engine', 'pipe/docker_engine'],
];

export const supplyChainCases: Partial<Record<WorkloadRuleId, RuleCases>> = {
  'mutable-tag': {
    passes: [
      pass('a version', []),
      pass('a digest', [[appImage, `a.example.com/b@${digest}`]]),
      pass('a digest beside latest', [[appImage, `a.example.com/b:latest@${digest}`]]),
      pass('no image at all', [[appImage, ':::']]),
    ],
    fails: [
      fail('no tag', [[appImage, 'nginx']], ['spec.containers[0].image: docker.io/library/nginx:latest has no fixed version']),
      fail(
        'latest',
        [[initImage, 'a.example.com/b:latest']],
        ['spec.initContainers[0].image: a.example.com/b:latest has no fixed version'],
      ),
      fail(
        'an image volume',
        [['spec volumes', [{ name: 'v', image: { reference: 'a.example.com/b' } }]]],
        ['spec.volumes[0].image.reference: a.example.com/b:latest has no fixed version'],
      ),
    ],
  },
  'pull-policy': {
    passes: [
      pass('Always', [[`${app} imagePullPolicy`, 'Always']]),
      pass('IfNotPresent for a version', [[`${app} imagePullPolicy`, 'IfNotPresent']]),
      pass('anything for a digest', [
        [appImage, `registry.example.com/acme/app@${digest}`],
        [`${app} imagePullPolicy`, 'Never'],
        [initImage, `registry.example.com/acme/app@${digest}`],
      ]),
      pass('no image at all', [
        [appImage, ':::'],
        [`${app} imagePullPolicy`, 'Never'],
      ]),
    ],
    fails: [
      fail(
        'Never',
        [[`${init} imagePullPolicy`, 'Never']],
        ['spec.initContainers[0].imagePullPolicy: the pull policy of the tag 1.0 is "Never"'],
      ),
      fail(
        'unknown',
        [
          [`${app} imagePullPolicy`, 'always'],
          [`${init} imagePullPolicy`, true],
        ],
        [
          'spec.containers[0].imagePullPolicy: the pull policy of the tag 1.0 is "always"',
          'spec.initContainers[0].imagePullPolicy: the pull policy of the tag 1.0 is true',
        ],
      ),
      fail(
        'an image volume',
        [['spec volumes', [{ name: 'v', image: { reference: 'a.example.com/b:1', pullPolicy: 'Never' } }]]],
        ['spec.volumes[0].image.pullPolicy: the pull policy of the tag 1 is "Never"'],
      ),
    ],
  },
  'service-account-token': {
    passes: [
      pass('not mounted', []),
      pass('a service account of its own', [
        [token, undefined],
        ['spec serviceAccountName', 'web'],
      ]),
      pass('in the old spelling', [
        [token, true],
        ['spec serviceAccount', 'web'],
      ]),
    ],
    fails: [
      fail(
        'by default',
        [[token, undefined]],
        ['spec.automountServiceAccountToken: automountServiceAccountToken is not set for the default service account'],
      ),
      fail(
        'asked for',
        [
          [token, true],
          ['spec serviceAccountName', 'default'],
        ],
        ['spec.automountServiceAccountToken: automountServiceAccountToken is true for the default service account'],
      ),
    ],
  },
  'resource-limits': {
    passes: [
      pass('of the container', []),
      pass('of the Pod', [
        [`${app} resources`, undefined],
        ['spec resources limits', { memory: '1Gi', cpu: 1 }],
      ]),
      pass('an ephemeral container has none', [['spec ephemeralContainers', [{ name: 'debug', image: 'a.example.com/b:1' }]]]),
    ],
    fails: [
      fail('none', [[`${app} resources`, undefined]], ['spec.containers[0].resources.limits: there is no limit of memory and cpu']),
      fail('one', [[`${init} resources limits`, { memory: '1Gi' }]], ['spec.initContainers[0].resources.limits: there is no limit of cpu']),
      fail(
        'zero',
        [[`${app} resources limits`, { memory: '0', cpu: 0 }]],
        ['spec.containers[0].resources.limits: there is no limit of memory and cpu'],
      ),
      fail('unreadable', [[`${app} resources`, 'x']], ['spec.containers[0].resources: there is no limit of memory and cpu']),
    ],
  },
  'container-socket': {
    passes: ['/opt', '/run/dockerx', '/var/runner', '/etc', '/run/docker.sock.d', '/var/lib/docker', '/run/udev'].map((path) =>
      pass(path, [hostPath(path)]),
    ),
    fails: [
      ...sockets.map(([path, socket]) =>
        fail(
          `"${path}"`,
          [hostPath(path)],
          [`spec.volumes[0].hostPath.path: the path "${path.replaceAll('\\', '\\\\')}" of the node gives access to ${socket}`],
        ),
      ),
      fail('no text', [hostPath(5)], ['spec.volumes[0].hostPath.path: the path is 5']),
      fail('unreadable', [['spec volumes', [{ hostPath: '/run' }]]], ['spec.volumes[0].hostPath: the path is unreadable']),
    ],
  },
  'mixed-versions': {
    passes: [
      pass('one version', []),
      pass('two repositories', [[initImage, 'registry.example.com/acme/init:2.0']]),
      pass('two hosts', [[initImage, 'registry.example.org/acme/app:2.0']]),
    ],
    fails: [
      fail(
        'two tags',
        [[initImage, 'registry.example.com/acme/app:2.0']],
        ['spec.initContainers[0].image: registry.example.com/acme/app has 2 versions here: 1.0, 2.0'],
      ),
      fail(
        'tag and digest',
        [[initImage, `registry.example.com/acme/app:1.0@${digest}`]],
        [`spec.initContainers[0].image: registry.example.com/acme/app has 2 versions here: 1.0, ${digest}`],
      ),
      fail(
        'many',
        [['spec ephemeralContainers', [2, 3, 4, 5, 6].map((n) => ({ name: `c${n}`, image: `registry.example.com/acme/app:${n}` }))]],
        ['spec.ephemeralContainers[0].image: registry.example.com/acme/app has 6 versions here: 1.0, 2, 3, 4 and 2 more'],
      ),
    ],
  },
};
