import { describe, expect, it } from '@jest/globals';
import type { Measures, PolicyState } from '../../../core/ports.ts';
import { ask, engineOf, policyOf, requestOf, stateOf } from './engine.ts';

const policy = await policyOf(`version: 1
images: [ok.example, {allow: warn.example, require: {digest: true}, mode: warn}]
breakGlass: {annotation: acme.example/break-glass, value: emergency, groups: [sre]}`);

async function measure(body: object, state: PolicyState): Promise<Measures[]> {
  const seen: Measures[] = [];
  const log = { write: (_line: string, measures: Measures) => seen.push(measures) > 0 };
  await ask(engineOf(state, { log }), requestOf('/admission', body));
  return seen;
}
const pod = (image: string, annotations = {}) => ({
  kind: 'AdmissionReview',
  request: {
    userInfo: { groups: ['sre'] },
    object: { kind: 'Pod', metadata: { annotations }, spec: { containers: [{ name: 'c', image }] } },
  },
});
const zero = { Reviews: 1, Denied: 0, Warned: 0, Errors: 0, StalePolicy: 0, BreakGlass: 0, FailOpen: 0 };

describe('measuresOf', () => {
  it.each<[string, object, Partial<PolicyState>, object]>([
    ['an allow', pod('ok.example/a'), {}, {}],
    ['a denial', pod('nginx'), {}, { Denied: 1 }],
    ['a warning', pod('warn.example/a'), {}, { Warned: 1 }],
    ['no policy', pod('ok.example/a'), { policy: null, problem: 'gone' }, { Denied: 1, Errors: 1 }],
    ['what brings nothing in, without a policy', { kind: 'AdmissionReview', request: { operation: 'DELETE' } }, { policy: null }, {}],
    ['a stale policy', pod('ok.example/a'), { stale: true, ageMs: 61_499 }, { StalePolicy: 1, PolicyAgeSeconds: 61 }],
    ['a known age', pod('ok.example/a'), { ageMs: 0 }, { PolicyAgeSeconds: 0 }],
    ['break-glass', pod('nginx', { 'acme.example/break-glass': 'emergency' }), {}, { BreakGlass: 1, Warned: 1 }],
  ])('%s', async (_, body, state, values) => {
    expect(await measure(body, { ...stateOf(policy), ...state })).toEqual([{ cluster: null, values: { ...zero, ...values } }]);
  });

  it('counts what could not be checked and was let pass', async () => {
    const open = await policyOf(
      'version: 1\nonError: allow\nimages: [{allow: a.io, require: {signedBy: [x]}}]\nverifiers: {x: {cosign: {keys: ["awskms:///k"]}}}',
    );
    const [measured] = await measure(pod(`a.io/b@sha256:${'a'.repeat(64)}`), stateOf(open));
    expect(measured?.values).toMatchObject({ ...zero, Warned: 1, FailOpen: 1 });
  });

  it('evidence has its own time, where it was asked for', async () => {
    const strict = await policyOf(
      'version: 1\nimages: [{allow: a.io, require: {signedBy: [x]}}]\nverifiers: {x: {cosign: {keys: ["awskms:///k"]}}}',
    );
    let ms = 0;
    const seen: Measures[] = [];
    const session = { prove: async () => [], resolve: async () => ({ problem: '' }) };
    const engine = engineOf(stateOf(strict), {
      log: { write: (_line, measures) => seen.push(measures) > 0 },
      clock: { now: () => 0, monotonic: () => (ms += 50) },
      evidence: { session: async () => session },
    });
    await ask(engine, requestOf('/admission', pod(`a.io/b@sha256:${'a'.repeat(64)}`)));
    expect(seen).toEqual([{ cluster: null, values: { ...zero, RegistryMs: 50 } }]);
  });

  it('names the cluster only where clusters are known, and none that is refused', async () => {
    const seen: Measures[] = [];
    const log = { write: (_line: string, measures: Measures) => seen.push(measures) > 0 };
    const request = requestOf(`/v1/clusters/made-up/${'t'.repeat(32)}/admission`, pod('nginx'));
    await ask(engineOf(stateOf(policy, { clusters: null }), { log }), request);
    await ask(engineOf(stateOf(policy), { log }), request);
    expect(seen).toEqual([
      { cluster: null, values: { ...zero, Denied: 1 } },
      { cluster: null, values: { Unauthorized: 1 } },
    ]);
  });
});
