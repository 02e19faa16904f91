import { describe, expect, it } from '@jest/globals';
import { evaluateEvidence } from '../../../core/evidence/evaluate.ts';
import { evidencePort } from '../../../core/evidence/gather.ts';
import type { RevocationSource } from '../../../core/evidence/ports.ts';
import type { AwsSignerDocument } from '../../../core/evidence/requirement.ts';
import { verifiers } from '../../../core/evidence/shapes/verifiers.ts';
import { makeVerifier } from '../../../core/evidence/verifier.ts';
import { problemsOf } from '../../../core/policy/read.ts';
import type { RevocationQuestion } from '../../../core/signature/aws-signer.ts';
import type { Outcome } from '../../../core/signature/outcome.ts';
import { digest, envelope, job, type Parts, profile, profileVersion, root, signedMs } from '../signature/signer-envelope.ts';

const nowMs = signedMs + 1000;
const pem = root.certificate.toString();
const keys = { publicKey: async () => ({ unknown: '' }) };

/** Violations of `signedBy: [signer]` by one image with these envelopes, and what Signer was asked. */
async function judge(answer: Outcome<readonly string[]> | null, ...envelopes: readonly Parts[]) {
  const asked: RevocationQuestion[] = [];
  const revocations: RevocationSource = {
    async revoked(question) {
      asked.push(question);
      return answer ?? { ok: [] };
    },
  };
  const artifacts = {
    collect: async () => ({ artifacts: envelopes.map((one) => envelope('notation-cose', one)), wrong: [], unknown: [] }),
  };
  const port = evidencePort({ artifacts, keys, scans: [], ...(answer === null ? {} : { revocations }) });
  const documents = new Map([['signer', { awsSigner: { profiles: [profile], ca: [pem] } }]]);
  const image = { host: 'a.io', path: 'app', digest };
  const facts = await port.gather(image, { verifiers: documents, scans: false }, nowMs);
  const requirements = { signedBy: [{ anyOf: ['signer'], count: 1 }], attestations: [], vulnerabilities: null };
  const found = evaluateEvidence(requirements, facts, { verifiers: documents, nowMs });
  return { found: found.map(({ rule, detail }) => `${rule}: ${detail.replace(/; to sign it: .*/, '')}`), asked: asked.length };
}

const refusedAs = (what: string) =>
  `signature-required: no valid signature by signer (AWS Signer): notation signature (COSE) at referrer sha256:1: ${what}`;
const other: Parts = { attributes: { 'com.amazonaws.signer.signingProfileVersion': `${profile}2/Ab12Cd34Ef` } };

describe('a verifier of AWS Signer', () => {
  it.each<[string, Outcome<readonly string[]> | null, readonly Parts[], string[], number]>([
    ['accepts what is not revoked', { ok: [] }, [{}], [], 1],
    ['refuses what a revoked profile signed', { ok: [profileVersion] }, [{}], [refusedAs('AWS Signer has revoked its signing profile')], 1],
    [
      'refuses a profile that is named without its version',
      { ok: [profile] },
      [{}],
      [refusedAs('AWS Signer has revoked its signing profile')],
      1,
    ],
    ['refuses a revoked job', { ok: [job] }, [{}], [refusedAs('AWS Signer has revoked it (its signing job)')], 1],
    ['refuses a revoked certificate', { ok: ['ab12'] }, [{}], [refusedAs('AWS Signer has revoked a certificate of it')], 1],
    [
      'tells what could not be asked',
      { unknown: 'AWS Signer in eu-west-1 did not answer' },
      [{}],
      ['unverifiable: the signature by signer (AWS Signer) could not be checked: AWS Signer in eu-west-1 did not answer'],
      1,
    ],
    [
      'tells that nobody can be asked',
      null,
      [{}],
      ['unverifiable: the signature by signer (AWS Signer) could not be checked: revocations of AWS Signer cannot be asked here'],
      0,
    ],
    ['asks nothing about what does not hold', { unknown: 'never asked' }, [{ payload: {} }], [refusedAs('it names no image')], 0],
    [
      'asks nothing about the profiles of others',
      { unknown: 'never asked' },
      [other],
      [refusedAs('signed by another profile, "acme2" in eu-west-1')],
      0,
    ],
    ['accepts one good signature among others', { ok: [] }, [other, {}], [], 1],
  ])('%s', async (_, answer, envelopes, found, asked) => {
    expect(await judge(answer, ...envelopes)).toEqual({ found, asked });
  });

  it.each<[string, AwsSignerDocument, string]>([
    ['of a known partition', { profiles: [profile, profile.replace(':aws:', ':aws-us-gov:')] }, 'ok'],
    [
      'of a partition without a pinned root',
      { profiles: [profile.replace(':aws:', ':aws-cn:')] },
      "the root certificate of AWS Signer in aws-cn is not built in: the verifier's ca must give it",
    ],
    ['of a partition whose root is given', { profiles: [profile.replace(':aws:', ':aws-cn:')], ca: [pem] }, 'ok'],
    [
      'of an unknown partition',
      { profiles: [profile.replace(':aws:', ':aws-evil:')] },
      'a profile of the verifier is no ARN of a signing profile',
    ],
    ['one of which is none', { profiles: [profile, 'acme'] }, 'a profile of the verifier is no ARN of a signing profile'],
    ['of nobody', { profiles: [] }, 'a profile of the verifier is no ARN of a signing profile'],
    ['with a certificate that is none', { profiles: [profile], ca: ['x'] }, 'a certificate of the verifier is no PEM certificate'],
  ])('%s', async (_, awsSigner, expected) => {
    const made = await makeVerifier(
      { awsSigner },
      { keys, revocations: { revoked: async () => ({ ok: [] }) }, trustRoots: { publicGood: async () => null } },
    );
    expect('ok' in made ? 'ok' : 'wrong' in made ? made.wrong.detail : made.unknown).toBe(expected);
  });

  it('is written with or without root certificates', () => {
    const shaped = (awsSigner: AwsSignerDocument) => problemsOf({ signer: { awsSigner } }, verifiers).length;
    expect([
      shaped({ profiles: [profile] }),
      shaped({ profiles: [profileVersion], ca: [pem] }),
      shaped({ profiles: [profile], ca: [] }),
    ]).toEqual([0, 0, 1]);
  });
});
