import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { judgeWorkload, type WorkloadSettings } from '../../../../core/rules/judge-workload.ts';
import { workloadRules } from '../../../../core/rules/workload/index.ts';
import type { WorkloadRule } from '../../../../core/rules/workload-rule.ts';
import { visit } from '../../../../core/workload/visit.ts';
import { baselineCases } from './baseline.cases.ts';
import { newest, type Passing, podWith } from './fixtures.ts';
import { restrictedCases } from './restricted.cases.ts';
import { supplyChainCases } from './supply-chain.cases.ts';

const cases = { ...baselineCases, ...restrictedCases, ...supplyChainCases };

/** What the rule's own level says, one line for each violation. */
function linesOf({ level, severity }: WorkloadRule, { edits }: Passing, version: WorkloadSettings['podSecurityVersion']): string[] {
  const podSecurity = level === 'supply-chain' ? 'off' : level;
  const [pod] = visit(podWith(...edits));
  const violations = pod === undefined ? [] : judgeWorkload(pod, { podSecurity, podSecurityVersion: version, rules: new Map() });
  return violations.filter((one) => one.severity === severity).map(({ rule, path, detail }) => `${rule} at ${path}: ${detail}`);
}

/** Every version that the case is about; the newest one also by its name. */
function versionsOf({ since }: WorkloadRule, { range }: Passing): WorkloadSettings['podSecurityVersion'][] {
  const [first, last] = range ?? [since, newest];
  const minors = Array.from({ length: last - first + 1 }, (_, i) => `v1.${first + i}` as const);
  return last === newest ? [...minors, 'latest'] : minors;
}

describe.each(workloadRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const { passes, fails } = cases[id] ?? { passes: [], fails: [] };

  it.each(passes.map((one) => [one.name, one] as const))('passes: %s', (_, one) => {
    for (const version of versionsOf(rule, one)) expect([version, linesOf(rule, one, version)]).toEqual([version, []]);
  });

  it.each(fails.map((one) => [one.name, one] as const))('fails: %s', (_, one) => {
    const expected = one.expected.map((line) => `${id} at ${line}`);
    for (const version of versionsOf(rule, one)) expect([version, linesOf(rule, one, version)]).toEqual([version, expected]);
  });
});

describe('the list', () => {
  const ids = workloadRules.map(({ id }) => id);

  it('has a passing and a failing case for every rule', () => {
    const incomplete = ids.filter((id) => !cases[id]?.passes.length || !cases[id]?.fails.length);
    expect(incomplete).toEqual([]);
    expect(Object.keys(cases).toSorted()).toEqual(ids.toSorted());
  });

  it('has every file, under the name of its rule', async () => {
    const files = readdirSync('core/rules/workload').filter((file) => file !== 'index.ts');
    expect(files.toSorted()).toEqual(ids.map((id) => `${id}.ts`).toSorted());
    for (const rule of workloadRules) {
      const module: Record<string, unknown> = await import(`../../../../core/rules/workload/${rule.id}.ts`);
      expect(Object.values(module)).toEqual([rule]);
    }
  });

  it('keeps one order of fields', () => {
    const order = ['id', 'alias', 'level', 'severity', 'since', 'replaces', 'summary', 'fix', 'reference', 'check'];
    for (const rule of workloadRules) expect(Object.keys(rule)).toEqual(order);
  });

  it('has every check of the Pod Security Standards', () => {
    const aliases = workloadRules.flatMap(({ level, alias }) => (level === 'supply-chain' ? [] : [`${level} ${alias}`]));
    expect(aliases.toSorted()).toEqual(
      [
        'baseline appArmorProfile',
        'baseline capabilities_baseline',
        'baseline hostNamespaces',
        'baseline hostPathVolumes',
        'baseline hostPorts',
        'baseline hostProbesAndHostLifecycle',
        'baseline privileged',
        'baseline procMount',
        'baseline seLinuxOptions',
        'baseline seccompProfile_baseline',
        'baseline sysctls',
        'baseline windowsHostProcess',
        'restricted allowPrivilegeEscalation',
        'restricted capabilities_restricted',
        'restricted procMount_restricted',
        'restricted restrictedVolumes',
        'restricted runAsNonRoot',
        'restricted runAsUser',
        'restricted seccompProfile_restricted',
      ].toSorted(),
    );
  });
});
