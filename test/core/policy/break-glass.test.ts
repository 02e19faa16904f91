import { describe, expect, it } from '@jest/globals';
import { type Asker, breakingGlass, workloadsOnTrial } from '../../../core/policy/break-glass.ts';
import { decide } from '../../../core/policy/decide.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import { changedOnly } from '../../../core/workload/unchanged.ts';
import { visit } from '../../../core/workload/visit.ts';

const occasion = { place: { cluster: null, namespace: null }, nowMs: 0 };
const glass = (more = '') => `version: 1
breakGlass: { annotation: mycluster.image-policy.k8s.io/ticket-*, value: break-glass, groups: [sre-oncall]${more} }`;

async function policyOf(text: string) {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'p', text } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded.policy;
}

/** What opened the glass for a Pod with these annotations; null when it stayed closed. */
async function opened(annotations: unknown, asker: Asker | null, document = glass(), object: object = {}): Promise<string | null> {
  const policy = await policyOf(document);
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { annotations },
    spec: { containers: [{ name: 'a', image: 'nginx' }] },
    ...object,
  };
  const verdict = breakingGlass(policy.breakGlass, decide(policy, visit(pod), occasion), asker);
  expect(verdict.allowed).toBe(verdict.breakGlass !== null);
  const told = [...verdict.findings, ...verdict.images.flatMap(({ findings }) => findings)];
  expect(told.every(({ severity }) => severity === (verdict.allowed ? 'info' : 'deny'))).toBe(true);
  return verdict.breakGlass;
}

const key = 'mycluster.image-policy.k8s.io/ticket-1234';
const ticket = (length: number) => `mycluster.image-policy.k8s.io/ticket-${'1'.repeat(length)}`;
const asker = (name: string, ...groups: string[]): Asker => ({ user: { name, groups }, annotations: null });
const sre = asker('alice', 'sre-oncall', 'system:authenticated');
const controller = asker('system:serviceaccount:kube-system:replicaset-controller');
const review = (annotations: unknown): Asker => ({ user: null, annotations });

describe('the annotation', () => {
  it.each<[name: string, annotations: unknown, opened: string | null]>([
    ['as configured', { [key]: 'break-glass' }, `${key}=break-glass`],
    ['among others', { a: 'b', [key]: 'break-glass' }, `${key}=break-glass`],
    ['"false"', { [key]: 'false' }, null],
    ['"true"', { [key]: 'true' }, null],
    ['empty', { [key]: '' }, null],
    ['another case', { [key]: 'Break-Glass' }, null],
    ['more text', { [key]: 'break-glass ' }, null],
    ['no string', { [key]: true }, null],
    ['no ticket', { [ticket(0)]: 'break-glass' }, null],
    ['a ticket with a control character', { [`${ticket(1)}\n2`]: 'break-glass' }, null],
    ['a ticket of 128 characters', { [ticket(128)]: 'break-glass' }, `${ticket(128)}=break-glass`],
    ['a ticket of 129 characters', { [ticket(129)]: 'break-glass' }, null],
    ['another key', { 'other.image-policy.k8s.io/ticket-1234': 'break-glass' }, null],
    ['none', undefined, null],
    ['a list', [key], null],
  ])('%s', async (_, annotations, expected) => {
    expect(await opened(annotations, sre)).toBe(expected);
  });

  it("of a controller is its template's, not its own", async () => {
    const template = (annotations: object) => ({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      spec: { template: { metadata: { annotations }, spec: { containers: [{ name: 'a', image: 'nginx' }] } } },
    });
    expect(await opened({ [key]: 'break-glass' }, sre, glass(), template({}))).toBeNull();
    expect(await opened({}, sre, glass(), template({ [key]: 'break-glass' }))).toBe(`${key}=break-glass`);
  });

  it('with a value that ends in a star matches what begins so, never "false"', async () => {
    const document = glass().replace('value: break-glass', 'value: "f*"');
    expect(await opened({ [key]: 'fire in eu' }, sre, document)).toBe(`${key}=fire in eu`);
    expect(await opened({ [key]: 'false' }, sre, document)).toBeNull();
    expect(await opened({ [key]: `f${'x'.repeat(128)}` }, sre, document)).toBeNull();
  });

  it('without a star is that one key', async () => {
    const document = glass().replace('ticket-*', 'emergency');
    const own = 'mycluster.image-policy.k8s.io/emergency';
    expect(await opened({ [own]: 'break-glass' }, sre, document)).toBe(`${own}=break-glass`);
    expect(await opened({ [`${own}-1`]: 'break-glass' }, sre, document)).toBeNull();
  });
});

describe('who may', () => {
  const annotations = { [key]: 'break-glass' };
  it.each<[name: string, asker: Asker | null, more: string, opens: boolean]>([
    ['a member of the group', sre, '', true],
    ['somebody else', asker('bob', 'developers'), '', false],
    ['nobody known', null, '', false],
    ['a user who is called like the group', asker('sre-oncall'), '', false],
    ['a controller, when not said', controller, '', false],
    ['a controller, when said', controller, ', controllers: true', true],
    ['a namesake of a controller', asker('system:serviceaccount:default:replicaset-controller'), ', controllers: true', false],
    ['an ImageReview, when not said', review(annotations), '', false],
    ['an ImageReview, when said', review(annotations), ', imageReview: true', true],
    ['an ImageReview without the annotation', review({}), ', imageReview: true', false],
  ])('%s', async (_, who, more, opens) => {
    expect((await opened(annotations, who, glass(more))) !== null).toBe(opens);
  });

  it('a controller only for what controllers make', async () => {
    const object = {
      kind: 'StatefulSet',
      apiVersion: 'apps/v1',
      spec: { template: { metadata: { annotations }, spec: { containers: [{ image: 'nginx' }] } } },
    };
    expect(await opened({}, controller, glass(', controllers: true'), object)).toBeNull();
    expect(await opened({}, sre, glass(', controllers: true'), object)).not.toBeNull();
  });
});

describe('what it lifts', () => {
  it('every finding, a malformed image and a missing container too', async () => {
    const object = {
      spec: {
        containers: [{ name: 'a', image: 'NGINX' }, { name: 'b' }, { name: 'c', image: 'nginx' }],
      },
    };
    expect(await opened({ [key]: 'break-glass' }, sre, glass(), object)).not.toBeNull();
  });

  it('nothing in a List unless every denied item declares it', async () => {
    const policy = await policyOf(glass());
    const pod = (annotations: object) => ({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { annotations },
      spec: { containers: [{ image: 'nginx' }] },
    });
    const list = (...items: object[]) => decide(policy, visit({ kind: 'List', apiVersion: 'v1', items }), occasion);
    const declared = pod({ [key]: 'break-glass' });
    expect(breakingGlass(policy.breakGlass, list(declared, pod({})), sre).allowed).toBe(false);
    expect(breakingGlass(policy.breakGlass, list(declared, declared), sre).allowed).toBe(true);
  });

  it('nothing where all was allowed: it is not recorded as used', async () => {
    const policy = await policyOf(`${glass()}\nimages: [docker.io]`);
    const pod = visit({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { annotations: { [key]: 'break-glass' } },
      spec: { containers: [{ image: 'nginx' }] },
    });
    expect(breakingGlass(policy.breakGlass, decide(policy, pod, occasion), sre)).toMatchObject({ allowed: true, breakGlass: null });
  });
});

describe('a document', () => {
  const expected =
    'breakGlass.value: expected printable characters of which only the last may be "*", and not only that; never false, got ';
  it.each(['"*"', '""', '"false"', '"a*b"'])('with the value %s is refused', async (value) => {
    await expect(policyOf(glass().replace('value: break-glass', `value: ${value}`))).rejects.toThrow(expected + value);
  });

  it('needs groups', async () => {
    await expect(policyOf(glass().replace(', groups: [sre-oncall]', ''))).rejects.toThrow('breakGlass: expected the key groups');
    await expect(policyOf(glass().replace('[sre-oncall]', '[]'))).rejects.toThrow('expected a list with at least one item');
  });
});

describe('an UPDATE that newly declares an emergency, where controllers carry it on', () => {
  const template = (annotations: object, image = 'nginx') => ({
    kind: 'StatefulSet',
    apiVersion: 'apps/v1',
    spec: { template: { metadata: { annotations }, spec: { containers: [{ name: 'a', image }] } } },
  });
  const declared = { [key]: 'break-glass' };

  it.each<[name: string, old: object, now: object, more: string, who: Asker, allowed: boolean]>([
    ['by somebody else', template({}), template(declared), ', controllers: true', asker('bob', 'dev'), false],
    ['by a member of the group', template({}), template(declared), ', controllers: true', sre, true],
    ['again, as before', template(declared), template(declared), ', controllers: true', asker('bob', 'dev'), true],
    ['where controllers do not carry it', template({}), template(declared), '', asker('bob', 'dev'), true],
    ['without one', template({}), template({ a: 'b' }), ', controllers: true', asker('bob', 'dev'), true],
  ])('%s', async (_, old, now, more, who, allowed) => {
    const policy = await policyOf(glass(more));
    const whole = { now: visit(now), old: visit(old) };
    const workloads = workloadsOnTrial(policy.breakGlass, changedOnly(whole.now, whole.old), whole);
    expect(breakingGlass(policy.breakGlass, decide(policy, workloads, occasion), who).allowed).toBe(allowed);
  });
});
