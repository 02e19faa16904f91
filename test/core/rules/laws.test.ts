import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeWorkload, newViolations, type WorkloadSettings, type WorkloadViolation } from '../../../core/rules/judge-workload.ts';
import { workloadRules } from '../../../core/rules/workload/index.ts';
import { visit } from '../../../core/workload/visit.ts';
import { newest } from './workload/fixtures.ts';

function judge(object: unknown, podSecurity: 'baseline' | 'restricted', minor: number): WorkloadViolation[] {
  const settings: WorkloadSettings = { podSecurity, podSecurityVersion: `v1.${minor}`, rules: new Map() };
  return visit(object).flatMap((workload) => judgeWorkload(workload, settings));
}

const minors = fc.integer({ min: 0, max: newest });
const levels = fc.constantFrom('baseline' as const, 'restricted' as const);

/** The keys that rules read, in no sensible order, over values of every type. */
const keys = fc.constantFrom(
  ...['securityContext', 'capabilities', 'add', 'drop', 'seccompProfile', 'appArmorProfile', 'type', 'seLinuxOptions', 'user', 'name'],
  ...['privileged', 'procMount', 'runAsUser', 'runAsNonRoot', 'allowPrivilegeEscalation', 'windowsOptions', 'hostProcess', 'sysctls'],
  ...['ports', 'hostPort', 'livenessProbe', 'httpGet', 'host', 'lifecycle', 'postStart', 'hostPath', 'path', 'image', 'imagePullPolicy'],
  ...['hostUsers', 'os', 'resources', 'limits', 'memory', '__proto__', 'constructor'],
);
const leaf = fc.oneof(
  fc.constantFrom<unknown>(true, false, null, 0, 1, '', 'ALL', 'windows', 'Unconfined', '/run\u202e'),
  fc.anything({ maxDepth: 1 }),
);
const tree = fc.object({ key: keys, values: [leaf], maxDepth: 4, maxKeys: 6 });
const list = fc.oneof({ weight: 5, arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: tree }, leaf), { maxLength: 3 }) }, leaf);
const spec = tree.chain((rest) =>
  fc
    .record({ containers: list, initContainers: list, ephemeralContainers: list, volumes: list }, { requiredKeys: [] })
    .map((lists) => ({ ...rest, ...lists })),
);
const metadata = fc.oneof(
  fc.record({ annotations: fc.oneof(fc.dictionary(fc.constantFrom('container.apparmor.security.beta.kubernetes.io/a', 'b'), leaf), leaf) }),
  leaf,
);

describe('laws', () => {
  it('never throws, and speaks printable ASCII', () => {
    fc.assert(
      fc.property(spec, metadata, levels, minors, (podSpec, meta, level, minor) => {
        const found = judge({ apiVersion: 'v1', kind: 'Pod', metadata: meta, spec: podSpec }, level, minor);
        const texts = found.flatMap(({ path, place, detail, fix }) => [path, place ?? '', detail, fix]);
        expect(texts.filter((text) => !/^[ -~]*$/.test(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('judges the template of a controller as it judges a Pod', () => {
    fc.assert(
      fc.property(spec, metadata, levels, minors, (podSpec, meta, level, minor) => {
        const pod = judge({ apiVersion: 'v1', kind: 'Pod', metadata: meta, spec: podSpec }, level, minor);
        const template = { metadata: meta, spec: podSpec };
        const controller = judge({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template } }, level, minor);
        const moved = (text: string): string => `spec.template.${text}`;
        expect(controller).toEqual(
          pod.map((one) => ({ ...one, path: moved(one.path), place: one.place === null ? null : moved(one.place) })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('judges every kind of container alike', () => {
    fc.assert(
      fc.property(tree, levels, minors, (container, level, minor) => {
        const violated = (lists: object): string[] =>
          judge({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [], ...lists } }, level, minor)
            .filter(({ rule }) => rule !== 'resource-limits')
            .map(({ rule, detail }) => `${rule}: ${detail}`);
        expect(violated({ initContainers: [container] })).toEqual(violated({ containers: [container] }));
        expect(violated({ ephemeralContainers: [container] })).toEqual(violated({ containers: [container] }));
      }),
      { numRuns: 300 },
    );
  });

  it('denies in restricted what it denies in baseline, Windows left out', () => {
    const denied = (found: WorkloadViolation[]): boolean => found.some(({ severity }) => severity === 'deny');
    fc.assert(
      fc.property(spec, minors, (podSpec, minor) => {
        const pod = { apiVersion: 'v1', kind: 'Pod', spec: { ...podSpec, os: null } };
        expect(denied(judge(pod, 'restricted', minor)) || !denied(judge(pod, 'baseline', minor))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing new in an object that did not change, save what has no place', () => {
    fc.assert(
      fc.property(spec, levels, (podSpec, level) => {
        const found = judge({ apiVersion: 'v1', kind: 'Pod', spec: podSpec }, level, newest);
        expect(newViolations(found, found)).toEqual(found.filter(({ place }) => place === null));
        expect(newViolations(found, [])).toEqual(found);
        expect(newViolations([], found)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('names every rule that a tree of nonsense can break', () => {
    const found = judge(
      { apiVersion: 'v1', kind: 'Pod', spec: { containers: 'x', hostPID: 1, securityContext: 1, volumes: 1 } },
      'restricted',
      newest,
    );
    const silent = workloadRules.map(({ id }) => id).filter((id) => !found.some(({ rule }) => rule === id));
    expect(silent).toEqual([
      'host-path',
      'capabilities-baseline',
      'proc-mount',
      'seccomp-baseline',
      'mutable-tag',
      'pull-policy',
      'mixed-versions',
    ]);
  });
});
