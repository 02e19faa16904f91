import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import { makeVerifier } from '../../../core/evidence/verifier.ts';
import type { Artifact } from '../../../core/signature/artifact.ts';
import { parseTrustRoot, type TrustRoot } from '../../../core/signature/trust-root.ts';
import { artifactsOf, readDump, readFixture } from '../signature/fixture.ts';

const fixture = JSON.parse(readFixture('keyless.json')) as {
  digest: string;
  issuer: string;
  subject: string;
  trustRoot: unknown;
  rekor1: unknown;
  keyed: { pub: string; bundle: unknown; unlogged: unknown };
};
const { issuer, subject } = fixture;
const trustRoot = JSON.stringify(fixture.trustRoot);
/** The fixtures' certificates are valid then. */
const nowMs = Date.parse('2026-11-24T20:00:00Z');
const certificate = readFixture('notation-root.pem');
const bundle = (value: unknown): Artifact => ({
  form: 'sigstore-bundle',
  where: '',
  bytes: Buffer.from(JSON.stringify(value)),
  annotations: {},
});

async function judge(
  document: VerifierDocument,
  artifact: Artifact,
  newer: TrustRoot | null = null,
  digest = fixture.digest,
): Promise<string> {
  const keys = { publicKey: async () => ({ unknown: 'KMS did not answer' }) };
  const verifier = await makeVerifier(document, {
    keys,
    revocations: { revoked: async () => ({ ok: [] }) },
    trustRoots: { publicGood: async () => newer },
  });
  if ('unknown' in verifier) return `unknown: ${verifier.unknown}`;
  if ('wrong' in verifier) return `no verifier: ${verifier.wrong.detail}`;
  const judged = await verifier.ok.judge(artifact, digest, nowMs);
  return 'ok' in judged ? 'ok' : 'wrong' in judged ? judged.wrong.code : judged.unknown;
}

describe('makeVerifier', () => {
  it.each<[string, VerifierDocument, unknown, string]>([
    ['keyless by a trust root of its own', { cosign: { keyless: { issuer, subject, trustRoot } } }, fixture.rekor1, 'ok'],
    [
      'keyless by a trust root that is parsed already',
      { cosign: { keyless: { issuer, subject, trustRoot: fixture.trustRoot } } },
      fixture.rekor1,
      'ok',
    ],
    ['keyless by the public one', { cosign: { keyless: { issuer, subject, trustRoot: 'public-good' } } }, fixture.rekor1, 'untrusted'],
    ['the public one is the default', { cosign: { keyless: { issuer, subject } } }, fixture.rekor1, 'untrusted'],
    [
      'a trust root that is no JSON',
      { cosign: { keyless: { issuer, subject, trustRoot: '{' } } },
      fixture.rekor1,
      'no verifier: the trust root is no JSON',
    ],
    [
      'a trust root of nobody',
      { cosign: { keyless: { issuer, subject, trustRoot: '{}' } } },
      fixture.rekor1,
      'no verifier: the trust root names no authority',
    ],
    ['a key that must be logged, and is', { cosign: { keys: [fixture.keyed.pub], rekor: true, trustRoot } }, fixture.keyed.bundle, 'ok'],
    [
      'a key that must be logged, and is not',
      { cosign: { keys: [fixture.keyed.pub], rekor: true, trustRoot } },
      fixture.keyed.unlogged,
      'unproven',
    ],
    ['a key that must be logged elsewhere', { cosign: { keys: [fixture.keyed.pub], rekor: true } }, fixture.keyed.bundle, 'unproven'],
    ['a key that need not be logged', { cosign: { keys: [fixture.keyed.pub], rekor: false } }, fixture.keyed.unlogged, 'ok'],
    [
      'a key that could not be had',
      { cosign: { keys: [fixture.keyed.pub, 'awskms:///x'] } },
      fixture.keyed.unlogged,
      'unknown: KMS did not answer',
    ],
    [
      'one key of two that is none',
      { cosign: { keys: [fixture.keyed.pub, '-----BEGIN PUBLIC KEY-----'] } },
      fixture.keyed.unlogged,
      'no verifier: no PEM public key',
    ],
    [
      'a certificate that is none',
      { notation: { ca: ['x'], identities: ['O=Acme'] } },
      {},
      'no verifier: a certificate of the verifier is no PEM certificate',
    ],
    ...(['signingAuthority', 'tsa'] as const).map((store): [string, VerifierDocument, unknown, string] => [
      `a certificate of ${store} that is none`,
      { notation: { ca: [certificate], [store]: ['x'], identities: ['O=Acme'] } },
      {},
      'no verifier: a certificate of the verifier is no PEM certificate',
    ]),
    [
      'a certificate whose bytes are none',
      { notation: { ca: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'], identities: ['O=Acme'] } },
      {},
      'no verifier: a certificate of the verifier is no PEM certificate',
    ],
    [
      'an identity that is none',
      { notation: { ca: [certificate], identities: ['Acme'] } },
      {},
      'no verifier: an identity of the verifier is no distinguished name',
    ],
    [
      'one identity of two that is none',
      { notation: { ca: [certificate], identities: ['O=Acme', 'Acme'] } },
      {},
      'no verifier: an identity of the verifier is no distinguished name',
    ],
    [
      'no identity',
      { notation: { ca: [certificate], identities: [] } },
      {},
      'no verifier: an identity of the verifier is no distinguished name',
    ],
  ])('%s', async (_, document, artifact, expected) => {
    expect(await judge(document, bundle(artifact))).toBe(expected);
  });

  it.each<[string, VerifierDocument, unknown]>([
    ['keyless', { cosign: { keyless: { issuer, subject, trustRoot: 'public-good' } } }, fixture.rekor1],
    ['a key that must be logged', { cosign: { keys: [fixture.keyed.pub], rekor: true } }, fixture.keyed.bundle],
  ])('public-good is what was refreshed: %s', async (_, document, artifact) => {
    const root = parseTrustRoot(fixture.trustRoot);
    expect(await judge(document, bundle(artifact), 'ok' in root ? root.ok : null)).toBe('ok');
  });

  it('believes the timestamps of the authorities that are given', async () => {
    const dump = readDump('notation-timestamp');
    const [artifact] = artifactsOf(dump);
    if (artifact === undefined) throw new Error('no fixture');
    const of = (tsa: string[]) => judge({ notation: { ca: [certificate], tsa, identities: ['O=Acme'] } }, artifact, null, dump.image);
    expect([await of([readFixture('notation-tsa-root.pem')]), await of([certificate])]).toEqual(['ok', 'unproven']);
  });

  it('reads the fingerprint of a revoked certificate as openssl prints it, and without colons', async () => {
    const dump = readDump('notation');
    const [artifact] = artifactsOf(dump);
    if (artifact === undefined) throw new Error('no fixture');
    const printed = new X509Certificate(certificate).fingerprint256;
    const judgeWith = (revoked: string[]) =>
      judge({ notation: { ca: [certificate], identities: ['O=Acme'], revoked } }, artifact, null, dump.image);
    expect(await judgeWith([printed])).toBe('revoked');
    expect(await judgeWith([printed.replaceAll(':', '').toLowerCase()])).toBe('revoked');
    expect(await judgeWith([printed.replace(/^../, '00')])).toBe('ok');
  });
});
