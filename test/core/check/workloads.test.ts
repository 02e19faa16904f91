import { describe, expect, it } from '@jest/globals';
import { checkFile, emptyChecked, reportOf } from '../../../core/check/check.ts';
import type { Report } from '../../../core/report/report.ts';
import { imagesOnly, nowMs, policyOf, type TestDocument } from '../policy/policies.ts';

const rules = { ...imagesOnly.rules, 'host-path': 'deny', 'mutable-tag': 'warn' } as const;

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  annotations: { break/glass: now }
spec:
  volumes:
    - name: node
      hostPath: { path: / }
  containers:
    - name: app
      image: a.io/app:latest
`;

function check(document: TestDocument, text = pod): Report {
  const policy = policyOf({ images: ['a.io'], workloads: { rules }, ...document });
  const checked = emptyChecked();
  checkFile(checked, { path: 'f.yaml', text }, policy, { cluster: null, namespace: null }, nowMs);
  return reportOf(checked, policy);
}
const said = ({ findings }: Report) => findings.map(({ rule, severity, line, message }) => `${line} ${severity} ${rule}: ${message}`);

describe('rules about workloads in check', () => {
  it('stand in the report, one unit a workload, each with its place', () => {
    const report = check({});
    expect([report.allowed, report.summary]).toEqual([false, { denied: 1, warned: 0, passed: 1 }]);
    expect(said(report)).toEqual([
      '10 deny host-path: Pod shop/web: volume "node" (spec.volumes[0].hostPath) is denied by host-path: hostPath.path is "/"',
      '13 warn mutable-tag: Pod shop/web: container "app" (spec.containers[0].image) is flagged by mutable-tag: a.io/app:latest has no fixed version',
    ]);
  });

  it.each<[TestDocument, string[], boolean]>([
    [{ mode: 'warn' }, ['warn', 'warn'], true],
    [{ mode: 'audit' }, ['info', 'info'], true],
    [{ workloads: { rules: { ...rules, 'mutable-tag': 'deny' } } }, ['deny', 'deny'], false],
    [{ workloads: { ...imagesOnly, podSecurity: 'baseline' } }, ['deny'], false],
    [{ exemptNamespaces: ['shop'] }, [], true],
  ])('%j', (document, severities, allowed) => {
    const report = check(document);
    expect([report.findings.map(({ severity }) => severity), report.allowed]).toEqual([severities, allowed]);
  });

  it('mode warn says what it would do', () => {
    expect(said(check({ mode: 'warn' }))[0]).toMatch(/would be denied by host-path/);
  });

  it('break-glass lifts them, in a review by somebody who may', () => {
    const review = {
      kind: 'AdmissionReview',
      request: {
        namespace: 'shop',
        userInfo: { groups: ['sre'] },
        object: {
          kind: 'Pod',
          apiVersion: 'v1',
          metadata: { name: 'web', annotations: { 'break/glass': 'now' } },
          spec: { hostNetwork: true, containers: [{ name: 'app', image: 'a.io/app:1' }] },
        },
      },
    };
    const text = JSON.stringify(review);
    const workloads = { ...imagesOnly, podSecurity: 'baseline' } as const;
    expect(check({ workloads: { podSecurity: 'baseline' } }, text).allowed).toBe(false);
    const { allowed, findings } = check({ workloads, breakGlass: { annotation: 'break/glass', value: 'now', groups: ['sre'] } }, text);
    expect([allowed, findings]).toMatchObject([true, [{ rule: 'host-namespaces', severity: 'info' }]]);
  });
});
