/** A verifier, ready to judge artifacts. The libraries of keyless and notation are loaded only when a policy names such a verifier. */
import type { Artifact, ArtifactForm } from '../signature/artifact.ts';
import { type CosignTrust, type Verified, verifyCosign } from '../signature/cosign.ts';
import { parseVerifyingKey, type VerifyingKey } from '../signature/key.ts';
import { type Checked, type Outcome, ok, wrong } from '../signature/outcome.ts';
import type { TrustRoot } from '../signature/trust-root.ts';
import type { KeySource, RevocationSource, TrustRootSource } from './ports.ts';
import type { AwsSignerDocument, NotationDocument, VerifierDocument } from './requirement.ts';

export interface Verifier {
  /** Other forms are none of its business. */
  readonly forms: readonly ArtifactForm[];
  /** For the image `digest` at `nowMs`. `unknown`: whether it has been revoked could not be asked. Never rejects. */
  judge(artifact: Artifact, digest: string, nowMs: number): Promise<Outcome<Verified>>;
}

export interface VerifierSources {
  readonly keys: KeySource;
  readonly revocations: RevocationSource;
  readonly trustRoots: TrustRootSource;
}

const cosignForms: readonly ArtifactForm[] = ['simple-signing', 'dsse', 'sigstore-bundle'];
const notationForms: readonly ArtifactForm[] = ['notation-jws', 'notation-cose'];

/** `wrong`: the policy's own texts do not hold (a key that is none); `unknown`: a key could not be had. */
export async function makeVerifier(document: VerifierDocument, sources: VerifierSources): Promise<Outcome<Verifier>> {
  if (!('cosign' in document)) {
    const made = await ('notation' in document ? notation(document.notation) : awsSigner(document.awsSigner, sources.revocations));
    return 'wrong' in made ? made : ok({ forms: notationForms, ...made.ok });
  }
  const trust = await ('keys' in document.cosign ? trustKeys(document.cosign, sources) : trustIdentity(document.cosign.keyless, sources));
  if (!('ok' in trust)) return trust;
  return ok({ forms: cosignForms, judge: (artifact, digest) => verifyCosign(artifact, digest, trust.ok) });
}

async function notation(document: NotationDocument) {
  return (await import('./notation-verifier.ts')).makeNotation(document);
}

async function awsSigner(document: AwsSignerDocument, revocations: RevocationSource) {
  return (await import('./aws-signer-verifier.ts')).makeAwsSigner(document, revocations);
}

type KeysDocument = Extract<Extract<VerifierDocument, { cosign: unknown }>['cosign'], { keys: unknown }>;

async function trustKeys(
  { keys: texts, rekor, trustRoot }: KeysDocument,
  { keys: source, trustRoots }: VerifierSources,
): Promise<Outcome<CosignTrust>> {
  const found = await Promise.all(
    texts.map(async (text): Promise<Outcome<string>> => (text.startsWith('-----') ? ok(text) : source.publicKey(text))),
  );
  const keys: VerifyingKey[] = [];
  for (const pem of found) {
    if (!('ok' in pem)) return pem;
    const key = parseVerifyingKey(pem.ok);
    if ('wrong' in key) return key;
    keys.push(key.ok);
  }
  if (rekor !== true) return ok({ keys, logs: null });
  const logs = await trustRootOf(trustRoot, trustRoots);
  return 'wrong' in logs ? logs : ok({ keys, logs: logs.ok });
}

type KeylessDocument = Extract<Extract<VerifierDocument, { cosign: unknown }>['cosign'], { keyless: unknown }>['keyless'];

async function trustIdentity(
  { issuer, subject, trustRoot }: KeylessDocument,
  { trustRoots }: VerifierSources,
): Promise<Checked<CosignTrust>> {
  const root = await trustRootOf(trustRoot, trustRoots);
  return 'wrong' in root ? root : ok({ identity: { issuer, subject }, root: root.ok });
}

async function trustRootOf(value: unknown, newer: TrustRootSource): Promise<Checked<TrustRoot>> {
  if (value === undefined || value === 'public-good')
    return ok((await newer.publicGood()) ?? (await import('../signature/public-good.ts')).publicGood());
  const { parseTrustRoot } = await import('../signature/trust-root.ts');
  try {
    return parseTrustRoot(typeof value === 'string' ? JSON.parse(value) : value);
  } catch {
    return wrong('malformed', 'the trust root is no JSON');
  }
}
