import type { WorkloadRuleId } from '../../../../core/rules/workload-rule.ts';
import { app, fail, init, newest, pass, type RuleCases } from './fixtures.ts';

const [appContext, initContext, podContext] = [`${app} securityContext`, `${init} securityContext`, 'spec securityContext'];
const [appPath, initPath] = ['spec.containers[0].securityContext', 'spec.initContainers[0].securityContext'];
const debug = (context: object) => ['spec ephemeralContainers 0', { name: 'debug', image: 'a/b:1', securityContext: context }] as const;
const appArmor = 'container.apparmor.security.beta.kubernetes.io';
const seccomp = 'seccomp.security.alpha.kubernetes.io';
const host = (where: string) => [`spec.containers[0].${where}.host`, `${where}.host is "10.0.0.1"`];

export const baselineCases: Partial<Record<WorkloadRuleId, RuleCases>> = {
  privileged: {
    passes: [
      pass('false', [[`${appContext} privileged`, false]]),
      pass('null', [[`${appContext} privileged`, null]]),
      pass('no security context', [[appContext, undefined]]),
    ],
    fails: [
      fail('container', [[`${appContext} privileged`, true]], [`${appPath}.privileged: securityContext.privileged is true`]),
      fail('init container', [[`${initContext} privileged`, true]], [`${initPath}.privileged: securityContext.privileged is true`]),
      fail(
        'ephemeral container',
        [debug({ privileged: true })],
        ['spec.ephemeralContainers[0].securityContext.privileged: securityContext.privileged is true'],
      ),
      fail('a text', [[`${appContext} privileged`, 'false']], [`${appPath}.privileged: securityContext.privileged is "false"`]),
      fail('a number', [[`${appContext} privileged`, 0]], [`${appPath}.privileged: securityContext.privileged is 0`]),
    ],
  },
  'host-namespaces': {
    passes: [
      pass('all false', [
        ['spec hostNetwork', false],
        ['spec hostPID', false],
        ['spec hostIPC', null],
      ]),
    ],
    fails: [
      fail('network', [['spec hostNetwork', true]], ['spec.hostNetwork: hostNetwork is true']),
      fail('processes', [['spec hostPID', true]], ['spec.hostPID: hostPID is true']),
      fail('IPC', [['spec hostIPC', true]], ['spec.hostIPC: hostIPC is true']),
      fail('a text', [['spec hostPID', 'yes']], ['spec.hostPID: hostPID is "yes"']),
    ],
  },
  'host-ports': {
    passes: [
      pass('zero', [[`${app} ports`, [{ containerPort: 80, hostPort: 0 }, { containerPort: 81 }, null]]]),
      pass('no ports', [[`${app} ports`, null]]),
    ],
    fails: [
      fail(
        'container',
        [[`${app} ports`, [{ containerPort: 1 }, { containerPort: 2, hostPort: 80 }, { hostPort: 81 }]]],
        ['spec.containers[0].ports[1].hostPort: hostPort is 80', 'spec.containers[0].ports[2].hostPort: hostPort is 81'],
      ),
      fail('init container', [[`${init} ports`, [{ hostPort: 80 }]]], ['spec.initContainers[0].ports[0].hostPort: hostPort is 80']),
      fail('no list', [[`${app} ports`, { hostPort: 80 }]], ['spec.containers[0].ports: hostPort is unreadable']),
      fail('no object', [[`${app} ports`, [80]]], ['spec.containers[0].ports[0]: hostPort is unreadable']),
    ],
  },
  'host-path': {
    passes: [
      pass('other volumes', [['spec volumes', [{ name: 'a', emptyDir: {} }, { name: 'b', hostPath: null }, null]]]),
      pass('no volumes', [['spec volumes', []]]),
    ],
    fails: [
      fail(
        'a path',
        [
          [
            'spec volumes',
            [
              { name: 'a', emptyDir: {} },
              { name: 'b', hostPath: { path: '/etc' } },
            ],
          ],
        ],
        ['spec.volumes[1].hostPath: hostPath.path is "/etc"'],
      ),
      fail('an empty source', [['spec volumes', [{ name: 'a', hostPath: {} }]]], ['spec.volumes[0].hostPath: hostPath.path is not set']),
      fail('volumes an object', [['spec volumes', { a: 1 }]], ['spec.volumes: hostPath.path is unreadable']),
    ],
  },
  'capabilities-baseline': {
    passes: [
      pass('the default set', [
        [
          `${appContext} capabilities add`,
          'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
        ],
      ]),
      pass('nothing', [
        [`${appContext} capabilities`, null],
        [`${initContext} capabilities add`, []],
      ]),
    ],
    fails: [
      fail(
        'NET_RAW',
        [[`${appContext} capabilities add`, ['KILL', 'NET_RAW']]],
        [`${appPath}.capabilities.add[1]: an item of securityContext.capabilities.add is "NET_RAW"`],
      ),
      fail(
        'init container',
        [[`${initContext} capabilities add`, ['SYS_ADMIN', 'ALL']]],
        [
          `${initPath}.capabilities.add[0]: an item of securityContext.capabilities.add is "SYS_ADMIN"`,
          `${initPath}.capabilities.add[1]: an item of securityContext.capabilities.add is "ALL"`,
        ],
      ),
      fail(
        'another spelling',
        [[`${appContext} capabilities add`, ['chown', 'CAP_CHOWN', null, 5]]],
        [
          `${appPath}.capabilities.add[0]: an item of securityContext.capabilities.add is "chown"`,
          `${appPath}.capabilities.add[1]: an item of securityContext.capabilities.add is "CAP_CHOWN"`,
          `${appPath}.capabilities.add[2]: an item of securityContext.capabilities.add is not set`,
          `${appPath}.capabilities.add[3]: an item of securityContext.capabilities.add is 5`,
        ],
      ),
      fail(
        'no list',
        [[`${appContext} capabilities add`, 'CHOWN']],
        [`${appPath}.capabilities.add: an item of securityContext.capabilities.add is unreadable`],
      ),
    ],
  },
  'app-armor': {
    passes: [
      pass('safe types', [
        [`${podContext} appArmorProfile`, { type: 'RuntimeDefault' }],
        [`${appContext} appArmorProfile`, { type: 'Localhost', localhostProfile: 'x' }],
        [`${initContext} appArmorProfile`, null],
      ]),
      pass('safe annotations', [
        [`metadata annotations ${appArmor}/app`, 'runtime/default'],
        [`metadata annotations ${appArmor}/init`, 'localhost/foo'],
        [`metadata annotations ${appArmor}/other`, ''],
        [`metadata annotations ${appArmor}/null`, null],
        ['metadata annotations other', 'unconfined'],
      ]),
      pass('no metadata', [['metadata', null]]),
    ],
    fails: [
      fail(
        'Pod',
        [[`${podContext} appArmorProfile`, { type: 'Unconfined' }]],
        ['spec.securityContext.appArmorProfile.type: securityContext.appArmorProfile.type is "Unconfined"'],
      ),
      fail(
        'container',
        [[`${appContext} appArmorProfile`, { type: '' }]],
        [`${appPath}.appArmorProfile.type: securityContext.appArmorProfile.type is ""`],
      ),
      fail(
        'without a type',
        [[`${initContext} appArmorProfile`, {}]],
        [`${initPath}.appArmorProfile.type: securityContext.appArmorProfile.type is not set`],
      ),
      fail(
        'annotation',
        [[`metadata annotations ${appArmor}/app`, 'unconfined']],
        [`metadata.annotations["${appArmor}/app"]: the annotation is "unconfined"`],
      ),
      fail(
        'annotation of nobody',
        [[`metadata annotations ${appArmor}/`, 'runtime/defaulted']],
        [`metadata.annotations["${appArmor}/"]: the annotation is "runtime/defaulted"`],
      ),
      fail(
        'annotation a number',
        [[`metadata annotations ${appArmor}/app`, 5]],
        [`metadata.annotations["${appArmor}/app"]: the annotation is 5`],
      ),
    ],
  },
  'selinux-options': {
    passes: [
      pass('container types', [
        [`${podContext} seLinuxOptions`, { type: 'container_t', level: 's0:c1' }],
        [`${appContext} seLinuxOptions`, { type: 'container_init_t', user: '', role: '' }],
        [`${initContext} seLinuxOptions`, { type: 'container_kvm_t' }],
      ]),
      pass('container_engine_t', [[`${appContext} seLinuxOptions type`, 'container_engine_t']], [31, newest]),
      pass('empty', [
        [`${appContext} seLinuxOptions`, { type: '' }],
        [`${podContext} seLinuxOptions`, {}],
      ]),
    ],
    fails: [
      fail(
        'type of the Pod',
        [[`${podContext} seLinuxOptions type`, 'spc_t']],
        ['spec.securityContext.seLinuxOptions.type: securityContext.seLinuxOptions.type is "spc_t"'],
      ),
      fail(
        'container_engine_t',
        [[`${appContext} seLinuxOptions type`, 'container_engine_t']],
        [`${appPath}.seLinuxOptions.type: securityContext.seLinuxOptions.type is "container_engine_t"`],
        [0, 30],
      ),
      fail(
        'user and role',
        [[`${initContext} seLinuxOptions`, { user: 'system_u', role: 'system_r' }]],
        [
          `${initPath}.seLinuxOptions.user: securityContext.seLinuxOptions.user is "system_u"`,
          `${initPath}.seLinuxOptions.role: securityContext.seLinuxOptions.role is "system_r"`,
        ],
      ),
    ],
  },
  'proc-mount': {
    passes: [
      pass('Default', [
        [`${appContext} procMount`, 'Default'],
        [`${initContext} procMount`, null],
      ]),
      pass(
        'Unmasked in a user namespace',
        [
          [`${appContext} procMount`, 'Unmasked'],
          ['spec hostUsers', false],
        ],
        [35, newest],
      ),
    ],
    fails: [
      fail('Unmasked', [[`${appContext} procMount`, 'Unmasked']], [`${appPath}.procMount: securityContext.procMount is "Unmasked"`]),
      fail('empty', [[`${initContext} procMount`, '']], [`${initPath}.procMount: securityContext.procMount is ""`]),
      fail(
        'Unmasked in a user namespace',
        [
          [`${appContext} procMount`, 'Unmasked'],
          ['spec hostUsers', false],
        ],
        [`${appPath}.procMount: securityContext.procMount is "Unmasked"`],
        [0, 34],
      ),
      fail(
        'Unmasked with an unclear user namespace',
        [
          [`${appContext} procMount`, 'Unmasked'],
          ['spec hostUsers', 'false'],
        ],
        [`${appPath}.procMount: securityContext.procMount is "Unmasked"`],
      ),
    ],
  },
  'seccomp-baseline': {
    passes: [
      pass('safe types', [
        [`${podContext} seccompProfile`, { type: 'RuntimeDefault' }],
        [`${appContext} seccompProfile`, { type: 'Localhost', localhostProfile: 'x' }],
      ]),
      pass('none', [[`${podContext} seccompProfile`, null]]),
      pass('fields before they counted', [[`${appContext} seccompProfile`, { type: 'Unconfined' }]], [0, 18]),
      pass('safe annotations', [
        [`metadata annotations ${seccomp}/pod`, 'runtime/default'],
        [`metadata annotations container.${seccomp}/app`, 'localhost/x'],
        [`metadata annotations container.${seccomp}/init`, 'docker/default'],
        [`metadata annotations container.${seccomp}/nobody`, 'unconfined'],
      ]),
      pass('annotations after they counted', [[`metadata annotations ${seccomp}/pod`, 'unconfined']], [19, newest]),
    ],
    fails: [
      fail(
        'Pod',
        [[`${podContext} seccompProfile type`, 'Unconfined']],
        ['spec.securityContext.seccompProfile.type: securityContext.seccompProfile.type is "Unconfined"'],
        [19, newest],
      ),
      fail(
        'containers',
        [
          [`${appContext} seccompProfile type`, 'Unconfined'],
          [`${initContext} seccompProfile`, {}],
        ],
        [
          `${appPath}.seccompProfile.type: securityContext.seccompProfile.type is "Unconfined"`,
          `${initPath}.seccompProfile.type: securityContext.seccompProfile.type is not set`,
        ],
        [19, newest],
      ),
      fail(
        'annotation of the Pod',
        [[`metadata annotations ${seccomp}/pod`, 'unconfined']],
        [`metadata.annotations["${seccomp}/pod"]: the annotation is "unconfined"`],
        [0, 18],
      ),
      fail(
        'annotations of containers',
        [
          [`metadata annotations container.${seccomp}/app`, 'unconfined'],
          [`metadata annotations container.${seccomp}/init`, null],
        ],
        [
          `metadata.annotations["container.${seccomp}/app"]: the annotation is "unconfined"`,
          `metadata.annotations["container.${seccomp}/init"]: the annotation is not set`,
        ],
        [0, 18],
      ),
    ],
  },
  sysctls: {
    passes: [
      pass('the safe set', [
        [
          `${podContext} sysctls`,
          [
            'kernel.shm_rmid_forced',
            'net.ipv4.ip_local_port_range',
            'net.ipv4.tcp_syncookies',
            'net.ipv4.ping_group_range',
            'net.ipv4.ip_unprivileged_port_start',
          ].map((name) => ({ name, value: '1' })),
        ],
      ]),
      pass('of 1.27', [[`${podContext} sysctls`, [{ name: 'net.ipv4.ip_local_reserved_ports' }]]], [27, newest]),
      pass(
        'of 1.29',
        [
          [
            `${podContext} sysctls`,
            ['keepalive_time', 'fin_timeout', 'keepalive_intvl', 'keepalive_probes'].map((name) => ({ name: `net.ipv4.tcp_${name}` })),
          ],
        ],
        [29, newest],
      ),
      pass('of 1.32', [[`${podContext} sysctls`, ['rmem', 'wmem'].map((name) => ({ name: `net.ipv4.tcp_${name}` }))]], [32, newest]),
      pass(
        'of 1.37',
        [[`${podContext} sysctls`, ['slow_start_after_idle', 'notsent_lowat'].map((name) => ({ name: `net.ipv4.tcp_${name}` }))]],
        [37, newest],
      ),
    ],
    fails: [
      fail(
        'another',
        [[`${podContext} sysctls`, [{ name: 'kernel.msgmax', value: '1' }]]],
        ['spec.securityContext.sysctls[0].name: the sysctl is "kernel.msgmax"'],
      ),
      fail(
        'without a name',
        [[`${podContext} sysctls`, [{}, null, 'x']]],
        [
          'spec.securityContext.sysctls[0].name: the sysctl is not set',
          'spec.securityContext.sysctls[1].name: the sysctl is not set',
          'spec.securityContext.sysctls[2]: the sysctl is unreadable',
        ],
      ),
      ...[
        ['ip_local_reserved_ports', 26] as const,
        ['tcp_keepalive_time', 28] as const,
        ['tcp_fin_timeout', 28] as const,
        ['tcp_keepalive_intvl', 28] as const,
        ['tcp_keepalive_probes', 28] as const,
        ['tcp_rmem', 31] as const,
        ['tcp_wmem', 31] as const,
        ['tcp_slow_start_after_idle', 36] as const,
        ['tcp_notsent_lowat', 36] as const,
      ].map(([name, last]) =>
        fail(
          `${name} too early`,
          [[`${podContext} sysctls`, [{ name: `net.ipv4.${name}` }]]],
          [`spec.securityContext.sysctls[0].name: the sysctl is "net.ipv4.${name}"`],
          [0, last],
        ),
      ),
    ],
  },
  'windows-host-process': {
    passes: [
      pass('false', [
        [`${podContext} windowsOptions hostProcess`, false],
        [`${appContext} windowsOptions`, { runAsUserName: 'x' }],
      ]),
    ],
    fails: [
      fail(
        'Pod',
        [[`${podContext} windowsOptions hostProcess`, true]],
        ['spec.securityContext.windowsOptions.hostProcess: securityContext.windowsOptions.hostProcess is true'],
      ),
      fail(
        'containers',
        [
          [`${appContext} windowsOptions hostProcess`, true],
          [`${initContext} windowsOptions`, true],
        ],
        [
          `${appPath}.windowsOptions.hostProcess: securityContext.windowsOptions.hostProcess is true`,
          `${initPath}.windowsOptions: securityContext.windowsOptions.hostProcess is unreadable`,
        ],
      ),
    ],
  },
  'host-probes': {
    passes: [
      pass('no host', [
        [`${app} livenessProbe`, { httpGet: { port: 80, host: '' } }],
        [`${app} readinessProbe`, { tcpSocket: { port: 80 } }],
        [`${app} startupProbe`, { exec: { command: ['x'] } }],
        [`${app} lifecycle`, { postStart: { httpGet: { port: 1, host: null } }, preStop: null }],
      ]),
      pass('before it was forbidden', [[`${app} livenessProbe`, { httpGet: { host: '127.0.0.1' } }]], [0, 33]),
    ],
    fails: ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle postStart', 'lifecycle preStop']
      .flatMap((handler) => ['httpGet', 'tcpSocket'].map((action) => `${handler} ${action}`))
      .map((where) => fail(where, [[`${app} ${where} host`, '10.0.0.1']], [host(where.replaceAll(' ', '.')).join(': ')], [34, newest]))
      .concat(
        fail(
          'init container',
          [[`${init} livenessProbe`, { httpGet: { host: '10.0.0.1' } }]],
          ['spec.initContainers[0].livenessProbe.httpGet.host: livenessProbe.httpGet.host is "10.0.0.1"'],
          [34, newest],
        ),
        fail(
          'unreadable',
          [[`${app} lifecycle`, 'x']],
          [
            ...['postStart.httpGet', 'postStart.tcpSocket', 'preStop.httpGet', 'preStop.tcpSocket'].map(
              (where) => `spec.containers[0].lifecycle: lifecycle.${where}.host is unreadable`,
            ),
          ],
          [34, newest],
        ),
      ),
  },
};
