import { describe, expect, it } from '@jest/globals';
import { maxAnnotationLength, maxMessageBytes, maxWarningLength, maxWarningsLength } from '../../../core/limits.ts';
import { decide } from '../../../core/policy/decide.ts';
import { isRejection } from '../../../core/review/http.ts';
import { decodeReview } from '../../../core/review/judge.ts';
import { outcomeOf, undecided } from '../../../core/review/outcome.ts';
import type { Outcome, Review } from '../../../core/review/review.ts';
import { nowMs, policyOf, stateOf } from './engine.ts';

function reviewOf(images: readonly unknown[], namespace = 'default'): Review {
  const containers = images.map((image, index) => ({ name: `c${index}`, image }));
  const object = { kind: 'Pod', metadata: { name: 'web' }, spec: { containers } };
  const review = decodeReview({ kind: 'AdmissionReview', request: { uid: 'u', namespace, object } }, ['AdmissionReview'], null);
  if (isRejection(review)) throw new Error(review.message);
  return review;
}

async function outcome(document: string, images: readonly unknown[], more: { namespace?: string; stale?: boolean } = {}): Promise<Outcome> {
  const policy = await policyOf(`version: 1\n${document}`);
  const review = reviewOf(images, more.namespace);
  const state = stateOf(policy, { stale: more.stale ?? false });
  return outcomeOf(review, decide(policy, review.workloads, { place: review.place, nowMs }), state, 'V');
}

const line = (index: number, verb = 'is denied by') =>
  `Pod default/web: container "c${index}" (spec.containers[${index}].image): docker.io/library/nginx:latest ${verb} ` +
  'registry-allowlist: no entry for docker.io; allowed here: ok.example';

describe('outcomeOf', () => {
  it('allows in silence', async () => {
    expect(await outcome('images: [ok.example]', ['ok.example/a'])).toEqual({
      verdictId: 'V',
      allowed: true,
      code: 403,
      message: '',
      warnings: [],
      annotations: { policy: expect.stringMatching(/^[0-9a-f]{12}$/), verdict: 'V' },
    });
  });

  it('denies with a line for each denied image', async () => {
    const { allowed, message, annotations } = await outcome('images: [ok.example]', ['nginx', 'ok.example/a', 'nginx']);
    expect(allowed).toBe(false);
    expect(message).toBe(`${line(0)} (verdict V)\n${line(2)} (verdict V)`);
    expect(annotations).toMatchObject({ rule: 'registry-allowlist', verdict: 'V' });
  });

  it('warns in warn mode, and only records in audit mode', async () => {
    const warned = await outcome('mode: warn\nimages: [ok.example]', ['nginx']);
    expect(warned).toMatchObject({ allowed: true, message: '', warnings: [line(0, 'would be denied by')] });
    const audited = await outcome('mode: audit\nimages: [ok.example]', ['nginx']);
    expect(audited).toMatchObject({ allowed: true, message: '', warnings: [], annotations: { rule: 'registry-allowlist' } });
  });

  it("what could not be checked is nobody's decision, unless something else denies too", async () => {
    const document =
      'images: [{allow: ok.example, require: {signedBy: [x]}}]\nverifiers: {x: {cosign: {keys: ["awskms:///k"]}}}\nclusters: {}';
    const unchecked = `ok.example/a@sha256:${'a'.repeat(64)}`;
    expect(await outcome(document, [unchecked])).toMatchObject({ allowed: false, code: 503, annotations: { rule: 'unverifiable' } });
    expect(await outcome(document, [unchecked, 'nginx'])).toMatchObject({ allowed: false, code: 403 });
    expect(await outcome(`onError: allow\n${document}`, [unchecked])).toMatchObject({
      allowed: true,
      annotations: { rule: 'unverifiable', 'fail-open': `unverifiable: ${unchecked}` },
    });
  });

  it('annotates the first denied image, not the first finding', async () => {
    const document = 'images: [{allow: ok.example, require: {digest: true}, mode: warn}, {deny: ok.example/bad}]';
    const mixed = await outcome(document, ['ok.example/a', 'ok.example/bad/b']);
    expect(mixed.annotations).toMatchObject({ rule: 'denied-image', entry: 'ok.example/bad' });
    expect(mixed.warnings).toEqual([
      'Pod default/web: container "c0" (spec.containers[0].image): ok.example/a:latest would be denied by digest-required: ' +
        'a digest is required for ok.example',
    ]);
    expect(mixed.message).toBe(
      'Pod default/web: container "c1" (spec.containers[1].image): ok.example/bad/b:latest is denied by denied-image: ' +
        'the entry ok.example/bad denies it (verdict V)',
    );
  });

  it('says that nothing was judged, and that the policy is not the newest', async () => {
    const exempt = await outcome('exemptNamespaces: [kube-system]\nimages: [ok.example]', ['nginx'], { namespace: 'kube-system' });
    expect(exempt).toMatchObject({ allowed: true, annotations: { exempt: 'kube-system' } });
    const stale = await outcome('images: [ok.example]', ['nginx'], { stale: true });
    expect(stale.annotations).toMatchObject({ policy: expect.stringMatching(/^[0-9a-f]{12} \(stale\)$/) });
  });

  it('cuts the message at whole lines', async () => {
    const images = Array.from({ length: 10_000 }, () => 'nginx');
    const { message } = await outcome('images: [ok.example]', images);
    const lines = message.split('\n');
    expect(message.length).toBeLessThanOrEqual(maxMessageBytes);
    expect(lines.slice(0, -1)).toEqual(lines.slice(0, -1).map((_, index) => `${line(index)} (verdict V)`));
    expect(lines.at(-1)).toBe(`and ${10_000 - (lines.length - 1)} more`);
    expect(message.length).toBeGreaterThan(maxMessageBytes - 400);
  });

  it('keeps warnings within what the API server hands on', async () => {
    const images = Array.from({ length: 500 }, () => `${'x'.repeat(20)}/${'y'.repeat(200)}`);
    const { warnings } = await outcome('mode: warn\nimages: [ok.example]', images);
    expect(warnings.join('').length).toBeLessThanOrEqual(maxWarningsLength);
    expect(warnings.every((one) => one.length <= maxWarningLength && /^[ -~]+$/.test(one))).toBe(true);
    const start = `Pod default/web: container "c0" (spec.containers[0].image): docker.io/${'x'.repeat(20)}/`;
    expect(warnings[0]).toBe(`${`${start}${'y'.repeat(200)}`.slice(0, maxWarningLength - 3)}...`);
    // 3,840 characters, which leaves room for the last one.
    expect(warnings).toHaveLength(16);
    expect(warnings.at(-1)).toBe('and 485 more');
  });

  it('cuts no warning that just fits', async () => {
    const [{ length = 0 } = ''] = (await outcome('mode: warn\nimages: [ok.example]', ['nginx'])).warnings;
    const fitting = (more: number) => outcome('mode: warn\nimages: [ok.example]', [`nginx${'x'.repeat(maxWarningLength - length + more)}`]);
    expect((await fitting(0)).warnings[0]).toMatch(/^.{245} ok\.example$/);
    expect((await fitting(1)).warnings[0]).toMatch(/\.\.\.$/);
  });

  it('cuts an annotation', async () => {
    const scope = `ok.example/${'a'.repeat(250)}`;
    const { annotations } = await outcome(`images: [{deny: ${scope}}, other.example]`, [`${scope}/b`]);
    expect(annotations['entry']).toBe(scope.slice(0, maxAnnotationLength));
  });

  it('escapes and cuts what an exception says', async () => {
    const exception = `exceptions: [{ rule: registry-allowlist, image: docker.io, until: 2027-02-01, owner: "t\u00e9am", reason: ${'x'.repeat(250)} }]`;
    const { annotations } = await outcome(`images: [ok.example]\n${exception}`, ['nginx']);
    const start = 'registry-allowlist of docker.io until 2027-02-01 (t\\u00e9am: ';
    expect(annotations['exception']).toBe(start.padEnd(maxAnnotationLength, 'x'));
  });

  it('says that what could not be checked was let pass', async () => {
    const document = 'onError: allow\nimages: [a.io]\nrequire: { signedBy: [k] }\nverifiers: { k: { cosign: { keys: ["awskms:///k"] } } }';
    const image = `a.io/b@sha256:${'a'.repeat(64)}`;
    const { allowed, annotations } = await outcome(document, [image]);
    expect([allowed, annotations['fail-open']]).toEqual([true, `unverifiable: ${image}`]);
  });

  it('escapes what a requester wrote', async () => {
    const { message } = await outcome('images: [ok.example]', ['\u001b]0;x\u0007\n\u202e"\\', 'k\u212a']);
    expect(message.split('\n')).toHaveLength(2);
    expect(message.replaceAll('\n', '')).toMatch(/^[ -~]+$/);
  });
});

describe('undecided', () => {
  it('denies with 503, whatever was asked', () => {
    expect(undecided(reviewOf(['nginx']), 'why', 'V')).toEqual({
      verdictId: 'V',
      allowed: false,
      code: 503,
      message: 'Pod default/web is denied by policy-unavailable: why (verdict V)',
      warnings: [],
      annotations: { rule: 'policy-unavailable', verdict: 'V' },
    });
    expect(undecided({ ...reviewOf([]), workloads: [] }, 'why', 'V').message).toBe(
      'object in default is denied by policy-unavailable: why (verdict V)',
    );
  });
});
