import { describe, expect, it } from '@jest/globals';
import { proofsFor } from '../../../core/evidence/asking.ts';
import { type Prover, takenForGranted } from '../../../core/evidence/proofs.ts';
import type { EvidenceViolation } from '../../../core/evidence/violation.ts';
import { decide } from '../../../core/policy/decide.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { visit } from '../../../core/workload/visit.ts';

const hex = 'a'.repeat(64);
const digest = `sha256:${hex}`;
const place = { cluster: 'prod', namespace: 'web' };
const nowMs = Date.parse('2026-11-24T00:00:00Z');
const issuer = 'https://token.actions.githubusercontent.com';
const verifiers = `verifiers: { release: { cosign: { keyless: { issuer: "${issuer}", subject: "s" } } } }`;
const images = 'images: [plain.io, { allow: signed.io, require: { signedBy: [release] } }]';

async function policyOf(document: string): Promise<Policy> {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'p', text: `version: 1\n${verifiers}\n${document}` } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded.policy;
}

const violation = (rule: EvidenceViolation['rule'], warnOnly = false): EvidenceViolation => ({ rule, detail: 'd', fix: 'f', warnOnly });

/** Answers as told, and remembers which images it was asked for. */
function prover(violations: readonly EvidenceViolation[], asked: string[] = []): Prover {
  return {
    prove: async ({ host, path }) => {
      asked.push(`${host}/${path}`);
      return violations;
    },
  };
}

async function judged(
  document: string,
  texts: readonly string[],
  asking: Prover | null,
): Promise<{ allowed: boolean; findings: string[] }> {
  const policy = await policyOf(document);
  const pod = visit({ kind: 'Pod', apiVersion: 'v1', spec: { containers: texts.map((image, i) => ({ name: `c${i}`, image })) } });
  const proofs = await proofsFor(asking, (known) => decide(policy, pod, { place, nowMs, proofs: known }));
  const { allowed, findings } = decide(policy, pod, { place, nowMs, proofs });
  return { allowed, findings: findings.map(({ rule, severity, failOpen }) => `${rule} ${severity}${failOpen ? ' fail-open' : ''}`) };
}

const signed = `signed.io/a@${digest}`;

describe('evidence in a decision', () => {
  it.each<[string, string, string, readonly EvidenceViolation[], boolean, string[]]>([
    ['what is proved is allowed', images, signed, [], true, []],
    ['what is not is denied', images, signed, [violation('signature-required')], false, ['signature-required deny']],
    ['a tag proves nothing', images, 'signed.io/a:1', [], false, ['digest-required deny']],
    ['where nothing is asked, nothing is needed', images, 'plain.io/a:1', [violation('signature-required')], true, []],
    ['what could not be checked is denied', images, signed, [violation('unverifiable')], false, ['unverifiable deny']],
    ['unless onError says so', `onError: allow\n${images}`, signed, [violation('unverifiable')], true, ['unverifiable warn fail-open']],
    [
      'which it says of nothing else',
      `onError: allow\n${images}`,
      signed,
      [violation('signature-required'), violation('unverifiable')],
      false,
      ['signature-required deny', 'unverifiable warn fail-open'],
    ],
    [
      'in one cluster',
      `clusters: { prod: { onError: allow } }\n${images}`,
      signed,
      [violation('unverifiable')],
      true,
      ['unverifiable warn fail-open'],
    ],
    ['in another', `clusters: { dev: { onError: allow } }\n${images}`, signed, [violation('unverifiable')], false, ['unverifiable deny']],
    ['a scan that may be missing', images, signed, [violation('vulnerabilities', true)], true, ['vulnerabilities warn']],
    ['warn', `mode: warn\n${images}`, signed, [violation('signature-required')], true, ['signature-required warn']],
    ['audit', `mode: audit\n${images}`, signed, [violation('vulnerabilities', true)], true, ['vulnerabilities info']],
    [
      'audit and onError',
      `mode: audit\nonError: allow\n${images}`,
      signed,
      [violation('unverifiable')],
      true,
      ['unverifiable info fail-open'],
    ],
    [
      'a mode of the entry',
      'images: [{ allow: signed.io, mode: warn, require: { signedBy: [release] } }]',
      signed,
      [violation('attestation-required')],
      true,
      ['attestation-required warn'],
    ],
    [
      'an exception',
      `${images}\nexceptions: [{ rule: signature-required, image: signed.io/a, until: 2027-01-01, owner: o, reason: r }]`,
      signed,
      [violation('signature-required'), violation('vulnerabilities')],
      false,
      ['signature-required info', 'vulnerabilities deny'],
    ],
    [
      'an exception for a tag, which forgives no missing proof',
      `${images}\nexceptions: [{ rule: digest-required, image: signed.io/a, until: 2027-01-01, owner: o, reason: r }]`,
      'signed.io/a:1',
      [],
      false,
      ['digest-required info', 'signature-required deny'],
    ],
    [
      'exceptions for both',
      `${images}\nexceptions: [${['digest-required', 'signature-required']
        .map((rule) => `{ rule: ${rule}, image: signed.io/a, until: 2027-01-01, owner: o, reason: r }`)
        .join(', ')}]`,
      'signed.io/a:1',
      [],
      true,
      ['digest-required info', 'signature-required info'],
    ],
    [
      'an exception for what cannot be looked up',
      `onError: allow\n${images}\nexceptions: [{ rule: signature-required, image: signed.io/a, until: 2027-01-01, owner: o, reason: r }]`,
      signed,
      [violation('unverifiable'), { ...violation('unverifiable'), insteadOf: 'signature-required' }],
      true,
      ['unverifiable info', 'unverifiable info'],
    ],
    [
      'an exception for less than cannot be looked up',
      `images: [{ allow: signed.io, require: { signedBy: [release], vulnerabilities: { max: high } } }]
exceptions: [{ rule: signature-required, image: signed.io/a, until: 2027-01-01, owner: o, reason: r }]`,
      signed,
      [violation('unverifiable'), { ...violation('unverifiable'), insteadOf: 'vulnerabilities' }],
      false,
      ['unverifiable deny', 'unverifiable deny'],
    ],
    [
      'of every image',
      'images: [plain.io]\nrequire: { signedBy: [release] }',
      `plain.io/a@${digest}`,
      [violation('signature-required')],
      false,
      ['signature-required deny'],
    ],
    [
      'a tag and a digest are judged as the digest',
      images,
      `signed.io/a:1@${digest}`,
      [violation('signature-required')],
      false,
      ['signature-required deny'],
    ],
  ])('%s', async (_, document, image, violations, allowed, findings) => {
    expect(await judged(document, [image], prover(violations))).toEqual({ allowed, findings });
  });

  it('nobody is asked for what the allowlist refuses, for tags, or where nothing is required', async () => {
    const asked: string[] = [];
    const texts = [`evil.io/a@${digest}`, 'signed.io/b:1', `plain.io/a@${digest}`, `signed.io/ok@${digest}`, 'not an image'];
    await judged(`mode: warn\n${images}`, texts, prover([], asked));
    expect(asked).toEqual(['signed.io/ok']);
  });

  it('each image is asked for once', async () => {
    const asked: string[] = [];
    await judged(images, [signed, `signed.io/a:2@${digest}`, signed], prover([], asked));
    expect(asked).toEqual(['signed.io/a']);
  });

  it('of a list without measure, 64 are asked for at a time', async () => {
    let [running, most] = [0, 0];
    const slow: Prover = {
      prove: async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return [];
      },
    };
    const texts = Array.from({ length: 500 }, (_, i) => `signed.io/a${i}@${digest}`);
    expect(await judged(images, texts, slow)).toEqual({ allowed: true, findings: [] });
    expect(most).toBe(64);
  });

  it('denyAll asks nobody', async () => {
    const asked: string[] = [];
    expect(await judged(`denyAll: true\n${images}`, [signed], prover([], asked))).toMatchObject({ allowed: false });
    expect(asked).toEqual([]);
  });

  it('an exempt namespace asks nobody', async () => {
    const asked: string[] = [];
    expect(await judged(`exemptNamespaces: [web]\n${images}`, [signed], prover([], asked))).toEqual({ allowed: true, findings: [] });
    expect(asked).toEqual([]);
  });

  it('without anybody to ask, nothing that must be proved is allowed', async () => {
    expect(await judged(images, [signed], null)).toEqual({ allowed: false, findings: ['unverifiable deny'] });
    const policy = await policyOf(images);
    const pod = visit({ kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ name: 'c', image: signed }] } });
    expect(decide(policy, pod, { place, nowMs }).allowed).toBe(false);
    expect(decide(policy, pod, { place, nowMs, proofs: takenForGranted }).allowed).toBe(true);
  });

  it('a denial says what a tag cannot prove', async () => {
    const policy = await policyOf(images);
    const pod = visit({ kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ name: 'c', image: 'signed.io/a' }] } });
    expect(decide(policy, pod, { place, nowMs }).findings.map(({ detail }) => detail)).toEqual([
      'evidence is required for signed.io, and what a tag proves can change before the pull',
    ]);
  });
});
