import type { WorkloadRuleId } from '../../../../core/rules/workload-rule.ts';
import { app, type Edit, fail, init, newest, pass, type RuleCases } from './fixtures.ts';

const [appContext, initContext, podContext] = [`${app} securityContext`, `${init} securityContext`, 'spec securityContext'];
const [appPath, initPath] = ['spec.containers[0].securityContext', 'spec.initContainers[0].securityContext'];
const windows: Edit = ['spec os', { name: 'windows' }];
const userNamespace: Edit = ['spec hostUsers', false];

const restrictedTypes = [
  ...['hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'gitRepo', 'nfs', 'iscsi', 'glusterfs', 'rbd', 'flexVolume', 'cinder'],
  ...['cephfs', 'flocker', 'fc', 'azureFile', 'vsphereVolume', 'quobyte', 'azureDisk', 'portworxVolume', 'scaleIO', 'storageos'],
  ...['photonPersistentDisk', 'somethingNew'],
];

export const restrictedCases: Partial<Record<WorkloadRuleId, RuleCases>> = {
  'restricted-volumes': {
    passes: [
      pass('every allowed type', [
        [
          'spec volumes',
          ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'].map((type) => ({
            name: type.toLowerCase(),
            [type]: {},
          })),
        ],
      ]),
      pass('an image', [['spec volumes', [{ name: 'a', image: { reference: 'a.example.com/b:1' } }]]]),
      pass('no type: the API server makes it an emptyDir', [['spec volumes', [{ name: 'a' }, { name: 'b', emptyDir: null }, null]]]),
      pass('another type set to null', [['spec volumes', [{ name: 'a', emptyDir: {}, nfs: null }]]]),
    ],
    fails: [
      ...restrictedTypes.map((type) =>
        fail(type, [['spec volumes', [{ name: 'a', [type]: {} }]]], [`spec.volumes[0]: the volume's type is ${type}`]),
      ),
      fail(
        'hostPath beside an allowed type',
        [['spec volumes', [{ name: 'a', emptyDir: {}, hostPath: { path: '/' } }]]],
        ["spec.volumes[0]: the volume's type is emptyDir, hostPath"],
      ),
      fail(
        'no object',
        [['spec volumes', [{ name: 'c', emptyDir: 'x' }, 'x']]],
        ["spec.volumes[0]: the volume's type is emptyDir", "spec.volumes[1]: the volume's type is unreadable"],
      ),
      fail('no list', [['spec volumes', 'x']], ["spec.volumes: the volume's type is unreadable"]),
    ],
  },
  'privilege-escalation': {
    passes: [
      pass('false', []),
      pass(
        'before there was a field',
        [
          [appContext, undefined],
          [initContext, undefined],
        ],
        [0, 7],
      ),
      pass('Windows', [windows, [`${appContext} allowPrivilegeEscalation`, undefined]], [25, newest]),
    ],
    fails: [
      fail(
        'true',
        [[`${appContext} allowPrivilegeEscalation`, true]],
        [`${appPath}.allowPrivilegeEscalation: securityContext.allowPrivilegeEscalation is true`],
      ),
      fail(
        'not set',
        [[`${initContext} allowPrivilegeEscalation`, undefined]],
        [`${initPath}.allowPrivilegeEscalation: securityContext.allowPrivilegeEscalation is not set`],
      ),
      fail(
        'a text',
        [[`${appContext} allowPrivilegeEscalation`, 'false']],
        [`${appPath}.allowPrivilegeEscalation: securityContext.allowPrivilegeEscalation is "false"`],
      ),
      fail(
        'Windows',
        [windows, [`${appContext} allowPrivilegeEscalation`, null]],
        [`${appPath}.allowPrivilegeEscalation: securityContext.allowPrivilegeEscalation is not set`],
        [8, 24],
      ),
      fail(
        'Linux',
        [
          ['spec os', { name: 'linux' }],
          [`${appContext} allowPrivilegeEscalation`, null],
        ],
        [`${appPath}.allowPrivilegeEscalation: securityContext.allowPrivilegeEscalation is not set`],
      ),
    ],
  },
  'run-as-non-root': {
    passes: [
      pass('the Pod says it', []),
      pass('every container says it', [
        [`${podContext} runAsNonRoot`, undefined],
        [`${appContext} runAsNonRoot`, true],
        [`${initContext} runAsNonRoot`, true],
      ]),
      pass('in a user namespace', [userNamespace, [`${podContext} runAsNonRoot`, false]], [35, newest]),
    ],
    fails: [
      fail(
        'the Pod says false',
        [
          [`${podContext} runAsNonRoot`, false],
          [`${appContext} runAsNonRoot`, true],
          [`${initContext} runAsNonRoot`, true],
        ],
        ['spec.securityContext.runAsNonRoot: securityContext.runAsNonRoot is false'],
      ),
      fail(
        'a container says false',
        [[`${initContext} runAsNonRoot`, false]],
        [`${initPath}.runAsNonRoot: securityContext.runAsNonRoot is false`],
      ),
      fail(
        'nobody says it',
        [
          [`${podContext} runAsNonRoot`, undefined],
          [`${appContext} runAsNonRoot`, true],
        ],
        [`${initPath}.runAsNonRoot: securityContext.runAsNonRoot is not set, nor does the Pod set it to true`],
      ),
      fail(
        'in a user namespace',
        [userNamespace, [`${appContext} runAsNonRoot`, false]],
        [`${appPath}.runAsNonRoot: securityContext.runAsNonRoot is false`],
        [0, 34],
      ),
      fail(
        'with hostUsers true',
        [
          ['spec hostUsers', true],
          [`${appContext} runAsNonRoot`, false],
        ],
        [`${appPath}.runAsNonRoot: securityContext.runAsNonRoot is false`],
      ),
    ],
  },
  'run-as-user': {
    passes: [
      pass('another user', [
        [`${podContext} runAsUser`, 1000],
        [`${appContext} runAsUser`, 1],
        [`${initContext} runAsUser`, null],
      ]),
      pass('before it was forbidden', [[`${appContext} runAsUser`, 0]], [0, 22]),
      pass('in a user namespace', [userNamespace, [`${appContext} runAsUser`, 0]], [35, newest]),
    ],
    fails: [
      fail('Pod', [[`${podContext} runAsUser`, 0]], ['spec.securityContext.runAsUser: securityContext.runAsUser is 0']),
      fail(
        'containers',
        [
          [`${appContext} runAsUser`, 0],
          [`${initContext} runAsUser`, -0],
        ],
        [`${appPath}.runAsUser: securityContext.runAsUser is 0`, `${initPath}.runAsUser: securityContext.runAsUser is 0`],
      ),
      fail(
        'no whole number',
        [
          [`${podContext} runAsUser`, '1000'],
          [`${appContext} runAsUser`, 0.5],
        ],
        ['spec.securityContext.runAsUser: securityContext.runAsUser is "1000"', `${appPath}.runAsUser: securityContext.runAsUser is 0.5`],
      ),
      fail(
        'in a user namespace',
        [userNamespace, [`${appContext} runAsUser`, 0]],
        [`${appPath}.runAsUser: securityContext.runAsUser is 0`],
        [23, 34],
      ),
    ],
  },
  'seccomp-restricted': {
    passes: [
      pass('the Pod sets it', []),
      pass('every container sets it', [
        [`${podContext} seccompProfile`, undefined],
        [`${appContext} seccompProfile type`, 'RuntimeDefault'],
        [`${initContext} seccompProfile type`, 'Localhost'],
      ]),
      pass('before there was a field', [[`${podContext} seccompProfile`, undefined]], [0, 18]),
      pass('Windows', [windows, [`${podContext} seccompProfile`, undefined]], [25, newest]),
      pass('Windows, whatever it sets', [windows, [`${podContext} seccompProfile type`, 'Unconfined']], [25, newest]),
    ],
    fails: [
      fail(
        'Pod',
        [
          [`${podContext} seccompProfile type`, 'Unconfined'],
          [`${appContext} seccompProfile type`, 'Localhost'],
        ],
        [
          'spec.securityContext.seccompProfile.type: securityContext.seccompProfile.type is "Unconfined"',
          `${initPath}.seccompProfile: neither the container nor the Pod sets a safe securityContext.seccompProfile`,
        ],
      ),
      fail(
        'container',
        [[`${appContext} seccompProfile type`, 'Unconfined']],
        [`${appPath}.seccompProfile.type: securityContext.seccompProfile.type is "Unconfined"`],
      ),
      fail(
        'nobody sets it',
        [[`${podContext} seccompProfile`, null]],
        [
          `${appPath}.seccompProfile: neither the container nor the Pod sets a safe securityContext.seccompProfile`,
          `${initPath}.seccompProfile: neither the container nor the Pod sets a safe securityContext.seccompProfile`,
        ],
      ),
      fail(
        'Windows',
        [windows, [`${appContext} seccompProfile type`, 'Unconfined']],
        [`${appPath}.seccompProfile.type: securityContext.seccompProfile.type is "Unconfined"`],
        [19, 24],
      ),
    ],
  },
  'capabilities-restricted': {
    passes: [
      pass('drops all, adds one', [[`${appContext} capabilities`, { drop: ['KILL', 'ALL'], add: ['NET_BIND_SERVICE'] }]]),
      pass('before it was asked', [[`${appContext} capabilities`, undefined]], [0, 21]),
      pass('Windows', [windows, [`${appContext} capabilities`, { add: ['SYS_ADMIN'] }]], [25, newest]),
    ],
    fails: [
      fail(
        'drops nothing',
        [
          [`${appContext} capabilities`, undefined],
          [`${initContext} capabilities`, { drop: null }],
        ],
        [
          `${appPath}.capabilities.drop: securityContext.capabilities.drop has no "ALL"`,
          `${initPath}.capabilities.drop: securityContext.capabilities.drop has no "ALL"`,
        ],
      ),
      fail(
        'drops some',
        [[`${appContext} capabilities drop`, ['NET_RAW', 'all', 'CAP_ALL']]],
        [`${appPath}.capabilities.drop: securityContext.capabilities.drop has no "ALL"`],
      ),
      fail(
        'drops a text',
        [[`${appContext} capabilities drop`, 'ALL']],
        [`${appPath}.capabilities.drop: securityContext.capabilities.drop has no "ALL"`],
      ),
      fail(
        'adds',
        [[`${initContext} capabilities add`, ['NET_BIND_SERVICE', 'CHOWN']]],
        [`${initPath}.capabilities.add[1]: an item of securityContext.capabilities.add is "CHOWN"`],
      ),
      fail(
        'Windows',
        [windows, [`${appContext} capabilities add`, ['CHOWN']]],
        [`${appPath}.capabilities.add[0]: an item of securityContext.capabilities.add is "CHOWN"`],
        [22, 24],
      ),
    ],
  },
  'proc-mount-restricted': {
    passes: [pass('Default', [[`${appContext} procMount`, 'Default']])],
    fails: [
      fail('Unmasked', [[`${appContext} procMount`, 'Unmasked']], [`${appPath}.procMount: securityContext.procMount is "Unmasked"`]),
      fail(
        'Unmasked in a user namespace',
        [userNamespace, [`${initContext} procMount`, 'Unmasked']],
        [`${initPath}.procMount: securityContext.procMount is "Unmasked"`],
      ),
    ],
  },
};
