import { describe, expect, it } from '@jest/globals';
import { maxListItems } from '../../../core/rules/field.ts';
import {
  defaultWorkloadSettings,
  judgeWorkload,
  maxViolationsOfRule,
  newViolations,
  type RuleSetting,
  type WorkloadSettings,
  type WorkloadViolation,
} from '../../../core/rules/judge-workload.ts';
import { type VisitOptions, visit } from '../../../core/workload/visit.ts';
import { app, type Edit, podWith } from './workload/fixtures.ts';

type Rules = Readonly<Record<string, RuleSetting>>;

function settings(podSecurity: WorkloadSettings['podSecurity'], rules: Rules = {}): WorkloadSettings {
  return { ...defaultWorkloadSettings, podSecurity, rules: new Map(Object.entries(rules)) };
}

function judge(object: unknown, { with: given = settings('restricted'), ...options }: VisitOptions & { with?: WorkloadSettings } = {}) {
  return visit(object, options).flatMap((workload) => judgeWorkload(workload, given));
}

const rulesOf = (violations: readonly WorkloadViolation[]) => [...new Set(violations.map(({ rule, severity }) => `${severity} ${rule}`))];
const lines = (violations: readonly WorkloadViolation[]) => violations.map(({ rule, path, detail }) => `${rule} at ${path}: ${detail}`);

const hostPath: Edit = ['spec volumes', [{ name: 'a', hostPath: { path: '/etc' } }]];
const privileged: Edit = [`${app} securityContext privileged`, true];
const root: Edit = [`${app} securityContext runAsNonRoot`, false];
const latest: Edit = [`${app} image`, 'a.example.com/b'];
const netRaw: Edit = [`${app} securityContext capabilities add`, ['NET_RAW']];
const windows: Edit = ['spec os', { name: 'windows' }];

describe('settings', () => {
  const everything = [hostPath, privileged, root, latest];
  it.each<[string, WorkloadSettings, readonly Edit[], string[]]>([
    ['the default warns of supply-chain risks', defaultWorkloadSettings, everything, ['warn mutable-tag']],
    ['baseline', settings('baseline'), everything, ['deny privileged', 'deny host-path', 'warn mutable-tag']],
    [
      'restricted',
      settings('restricted'),
      everything,
      ['deny privileged', 'deny restricted-volumes', 'deny run-as-non-root', 'warn mutable-tag'],
    ],
    ['a rule off', settings('baseline', { 'host-path': 'off', 'mutable-tag': 'off' }), everything, ['deny privileged']],
    ['a rule to warn', settings('baseline', { 'host-path': 'warn' }), [hostPath], ['warn host-path']],
    ['a supply-chain rule to deny', settings('off', { 'mutable-tag': 'deny' }), [latest], ['deny mutable-tag']],
    ['a rule of a level that is not chosen', settings('off', { privileged: 'warn' }), everything, ['warn privileged', 'warn mutable-tag']],
    [
      'a restricted rule above baseline',
      settings('baseline', { 'run-as-non-root': 'warn' }),
      [root, privileged],
      ['deny privileged', 'warn run-as-non-root'],
    ],
    ['a replacing rule off', settings('restricted', { 'restricted-volumes': 'off' }), [hostPath], ['deny host-path']],
    [
      'a replacing rule to warn',
      settings('restricted', { 'restricted-volumes': 'warn' }),
      [hostPath],
      ['deny host-path', 'warn restricted-volumes'],
    ],
    ['a replaced rule by name', settings('restricted', { 'host-path': 'warn' }), [hostPath], ['warn host-path', 'deny restricted-volumes']],
    ['capabilities of Windows in baseline', settings('baseline'), [windows, netRaw], ['deny capabilities-baseline']],
    ['capabilities of Windows in restricted', settings('restricted'), [windows, netRaw], []],
    ['an unknown rule', settings('baseline', { nothing: 'deny' }), [], []],
    ['a version before the rule', { ...settings('restricted'), podSecurityVersion: 'v1.7' }, [[`${app} securityContext`, null]], []],
    [
      'a version before a rule that is named',
      { ...settings('off', { 'run-as-user': 'deny' }), podSecurityVersion: 'v1.22' },
      [[`${app} securityContext runAsUser`, 0]],
      [],
    ],
    ['a version to come', { ...settings('restricted'), podSecurityVersion: 'v1.99' }, [privileged], ['deny privileged']],
    [
      'no version at all',
      { ...settings('restricted'), podSecurityVersion: 'v1.1e1' as 'v1.0' },
      [[`${app} securityContext`, null]],
      ['deny privilege-escalation', 'deny capabilities-restricted'],
    ],
  ])('%s', (_, given, edits, expected) => {
    expect(rulesOf(judge(podWith(...edits), { with: given }))).toEqual(expected);
  });
});

describe('a violation', () => {
  const [pod] = [podWith(privileged)];
  it('tells everything', () => {
    expect(judge(pod)).toEqual([
      {
        rule: 'privileged',
        severity: 'deny',
        path: 'spec.containers[0].securityContext.privileged',
        place: 'spec.containers[name=app].securityContext.privileged',
        list: 'containers',
        container: 'app',
        detail: 'securityContext.privileged is true',
        fix: 'leave securityContext.privileged out, and add only the capabilities that are needed',
      },
    ]);
  });

  const annotation = 'container.apparmor.security.beta.kubernetes.io/app';
  const template = { metadata: { annotations: { [annotation]: 'unconfined' } }, spec: pod?.['spec'] };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } };
  it.each<[string, object, VisitOptions, string]>([
    ['a Deployment', deployment, {}, 'spec.template'],
    [
      'a CronJob',
      { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } },
      {},
      'spec.jobTemplate.spec.template',
    ],
    ['a PodTemplate', { apiVersion: 'v1', kind: 'PodTemplate', template }, {}, 'template'],
    [
      'an item of a List',
      { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap' }, deployment] },
      {},
      'items[1].spec.template',
    ],
    ['the object of a review', deployment, { pathPrefix: 'request.object' }, 'request.object.spec.template'],
  ])('names the place in %s', (_, object, options, path) => {
    expect(judge(object, options).map((one) => one.path)).toEqual([
      `${path}.spec.containers[0].securityContext.privileged`,
      `${path}.metadata.annotations["${annotation}"]`,
    ]);
  });

  it('has only images in a custom resource', () => {
    const resource = { apiVersion: 'x.io/v1', kind: 'Thing', spec: { ...(podWith(privileged, latest)['spec'] as object), hostPID: true } };
    expect(rulesOf(judge(resource))).toEqual(['warn mutable-tag']);
    expect(judge({ apiVersion: 'v1', kind: 'ConfigMap', data: {} })).toEqual([]);
  });
});

describe('what is unclear', () => {
  it.each<[string, Edit, string[]]>([
    [
      'Pod security context',
      ['spec securityContext', 'x'],
      ['app-armor', 'selinux-options', 'sysctls', 'windows-host-process', 'run-as-non-root', 'run-as-user', 'seccomp-restricted'],
    ],
    ['volumes', ['spec volumes', 5], ['restricted-volumes', 'container-socket']],
    ['annotations', ['metadata annotations', []], ['app-armor']],
    ['ports', [`${app} ports`, 'x'], ['host-ports']],
    ['a probe', [`${app} livenessProbe`, true], ['host-probes']],
  ])('%s', (_, edit, expected) => {
    expect(new Set(judge(podWith(edit)).map(({ rule }) => rule))).toEqual(new Set(expected));
  });

  it.each(['containers', 'initContainers', 'ephemeralContainers'])('%s: every rule about containers', (list) => {
    const found = judge(podWith([`spec ${list}`, 'x']));
    expect(new Set(found.map(({ path, place, container }) => [path, place, container].join()))).toEqual(new Set([`spec.${list},,`]));
    expect(rulesOf(found).filter((rule) => rule.startsWith('deny'))).toHaveLength(12);
  });

  it('a list that is too long is not read to its end, and is never harmless', () => {
    const ports = Array.from({ length: maxListItems + 1 }, () => ({ containerPort: 1 }));
    expect(judge(podWith([`${app} ports`, ports.slice(1)]))).toEqual([]);
    expect(lines(judge(podWith([`${app} ports`, ports])))).toEqual(['host-ports at spec.containers[0].ports: hostPort is unreadable']);
  });

  it('lists no more than the limit, and hides no other rule', () => {
    const ports = Array.from({ length: maxViolationsOfRule + 5 }, (_, i) => ({ hostPort: i + 1 }));
    const pod = podWith([`${app} ports`, ports], privileged);
    const found = judge(pod);
    expect(found.filter(({ rule }) => rule === 'host-ports')).toHaveLength(maxViolationsOfRule + 1);
    expect(found.findLast(({ rule }) => rule === 'host-ports')).toMatchObject({
      place: null,
      detail: 'hostPort is 101; this and all further ones are not listed',
    });
    expect(rulesOf(found)).toEqual(['deny privileged', 'deny host-ports']);
    expect(newViolations(found, found)).toHaveLength(1);
  });
});

describe('newViolations', () => {
  const ofPods = (now: readonly Edit[], old: readonly Edit[]) => lines(newViolations(judge(podWith(...now)), judge(podWith(...old))));
  const two = (...names: string[]): Edit => ['spec volumes', names.map((name) => ({ name, hostPath: { path: `/${name}` } }))];
  const ports = (...hostPorts: number[]): Edit => [`${app} ports`, hostPorts.map((hostPort) => ({ hostPort }))];
  it.each<[string, readonly Edit[], readonly Edit[], string[]]>([
    ['the same', [privileged, root, two('a')], [privileged, root, two('a')], []],
    [
      'one more',
      [privileged, root],
      [privileged],
      ['run-as-non-root at spec.containers[0].securityContext.runAsNonRoot: securityContext.runAsNonRoot is false'],
    ],
    ['one less', [privileged], [privileged, root], []],
    ['volumes reordered', [two('b', 'a')], [two('a', 'b')], []],
    ['a volume renamed', [two('b')], [two('a')], ["restricted-volumes at spec.volumes[0]: the volume's type is hostPath"]],
    [
      'a name twice',
      [two('a', 'a')],
      [two('a', 'a')],
      [
        "restricted-volumes at spec.volumes[0]: the volume's type is hostPath",
        "restricted-volumes at spec.volumes[1]: the volume's type is hostPath",
      ],
    ],
    ['ports reordered', [ports(2, 1)], [ports(1, 2)], []],
    ['another port', [ports(1, 3)], [ports(1, 2)], ['host-ports at spec.containers[0].ports[1].hostPort: hostPort is 3']],
    ['a port twice', [ports(1, 1)], [ports(1)], ['host-ports at spec.containers[0].ports[1].hostPort: hostPort is 1']],
    [
      'the other container',
      [privileged],
      [['spec initContainers 0 securityContext privileged', true]],
      ['privileged at spec.containers[0].securityContext.privileged: securityContext.privileged is true'],
    ],
    [
      'unreadable as before',
      [['spec volumes', 'x']],
      [['spec volumes', 'x']],
      ["restricted-volumes at spec.volumes: the volume's type is unreadable", 'container-socket at spec.volumes: the path is unreadable'],
    ],
    [
      'a type that was cut',
      [['spec volumes', [{ name: 'a', ['x'.repeat(400)]: {} }]]],
      [['spec volumes', [{ name: 'a', ['x'.repeat(401)]: {} }]]],
      [`restricted-volumes at spec.volumes[0]: the volume's type is ${'x'.repeat(300)}...`],
    ],
  ])('%s', (_, now, old, expected) => {
    expect(ofPods(now, old)).toEqual(expected);
  });

  it('does not ask how severe it was', () => {
    const warned = judge(podWith(privileged), { with: settings('baseline', { privileged: 'warn' }) });
    expect(newViolations(judge(podWith(privileged)), warned)).toEqual([]);
  });
});
