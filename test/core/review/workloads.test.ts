import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '../../../core/policy/definition.ts';
import { imagesOnly, policyOf } from '../policy/policies.ts';
import { ask, engineOf, requestOf, stateOf } from './engine.ts';

const token = 't'.repeat(40);
const clusters = new Map([['c', [createHash('sha256').update(token).digest()]]]);

const object = (spec: object, image = 'a.io/app:1') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'app', image }], ...spec },
});

async function admit(workloads: PolicyDocument['workloads'], request: object, path = '/admission', more = {}) {
  const policy = policyOf({ images: ['a.io'], ...(workloads === undefined ? {} : { workloads }), ...more });
  const engine = engineOf(stateOf(policy, { clusters }));
  const { body } = await ask(engine, requestOf(path, { kind: 'AdmissionReview', request: { uid: 'u', namespace: 'shop', ...request } }));
  return { response: (body as { response: Record<string, unknown> }).response, records: engine.records };
}

const baseline = { podSecurity: 'baseline', ...imagesOnly } as const;
const atAdmission = { ...baseline, admission: true } as const;
const bad = object({ hostNetwork: true });

describe('rules about workloads at admission', () => {
  it('hold only where the policy says so', async () => {
    expect((await admit(baseline, { object: bad })).response).toMatchObject({ allowed: true });
    const { response, records } = await admit(atAdmission, { object: bad });
    expect(response).toMatchObject({
      allowed: false,
      status: {
        code: 403,
        message: 'Pod shop/web: spec.hostNetwork is denied by host-namespaces: hostNetwork is true (verdict V1)',
      },
      auditAnnotations: { rule: 'host-namespaces' },
    });
    expect(records).toMatchObject([{ allowed: false, findings: [{ rule: 'host-namespaces', path: 'spec.hostNetwork' }] }]);
  });

  it('an UPDATE is judged whole: what the old object had already does not deny, what is new does', async () => {
    const update = (before: object, now: object) => admit(atAdmission, { operation: 'UPDATE', oldObject: before, object: now });
    expect((await update(bad, object({ hostNetwork: true, nodeName: 'n' }))).response).toMatchObject({ allowed: true });
    expect((await update(object({}), bad)).response).toMatchObject({ allowed: false });
    const two = { hostNetwork: true, hostPID: true };
    const { response } = await update(bad, object(two));
    expect(response).toMatchObject({ status: { message: expect.stringMatching(/^[^\n]*hostPID is true[^\n]*$/) } });
  });

  it('a rule that warns is a warning, and mutation is judged by what it makes', async () => {
    const rules = { ...imagesOnly.rules, 'mutable-tag': 'deny' } as const;
    const latest = object({}, 'b.io/app:latest');
    const rewrite = [{ from: 'b.io', to: 'a.io/mirror' }];
    const warned = await admit({ admission: true, rules: { ...rules, 'mutable-tag': 'warn' } }, { object: object({}, 'a.io/app') });
    expect(warned.response).toMatchObject({
      allowed: true,
      warnings: [
        'Pod shop/web: container "app" (spec.containers[0].image) is flagged by mutable-tag: a.io/app:latest has no fixed version',
      ],
    });
    const { response } = await admit({ admission: true, rules }, { object: latest }, `/v1/clusters/c/${token}/mutation`, { rewrite });
    expect(response).toMatchObject({
      allowed: false,
      status: { message: expect.stringMatching(/is denied by mutable-tag: a\.io\/mirror\/app:latest has no fixed version/) },
    });
  });

  it('exempt namespaces stay exempt, DELETE passes, ImageReview is judged by its images', async () => {
    expect((await admit(atAdmission, { object: bad }, '/admission', { exemptNamespaces: ['shop'] })).response).toMatchObject({
      allowed: true,
    });
    expect((await admit(atAdmission, { operation: 'DELETE', oldObject: bad })).response).toMatchObject({ allowed: true });
    const policy = policyOf({ images: ['a.io'], workloads: { admission: true, rules: { 'mutable-tag': 'deny' } } });
    const spec = { namespace: 'shop', containers: [{ image: 'a.io/app' }] };
    const { body } = await ask(engineOf(stateOf(policy)), requestOf('/image_policy', { kind: 'ImageReview', spec }));
    expect(body).toMatchObject({
      status: {
        allowed: false,
        reason: 'ImageReview shop: spec.containers[0].image is denied by mutable-tag: a.io/app:latest has no fixed version (verdict V1)',
      },
    });
  });
});
