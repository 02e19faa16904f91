/** A verifier, ready to judge artifacts. The libraries of keyless and notation are loaded only when a policy names such a verifier. */
import type { X509Certificate } from 'node:crypto';
import type { Artifact, ArtifactForm } from '../signature/artifact.ts';
import { pemBlocks } from '../signature/bytes.ts';
import { type CosignTrust, type Verified, verifyCosign } from '../signature/cosign.ts';
import { parseVerifyingKey, type VerifyingKey } from '../signature/key.ts';
import { type Checked, type Outcome, ok, wrong } from '../signature/outcome.ts';
import type { TrustRoot } from '../signature/trust-root.ts';
import type { KeySource } from './ports.ts';
import type { NotationDocument, VerifierDocument } from './requirement.ts';

export interface Verifier {
  /** Other forms are none of its business. */
  readonly forms: readonly ArtifactForm[];
  /** For the image `digest` at `nowMs`. Never rejects. */
  judge(artifact: Artifact, digest: string, nowMs: number): Promise<Checked<Verified>>;
}

const cosignForms: readonly ArtifactForm[] = ['simple-signing', 'dsse', 'sigstore-bundle'];
const notationForms: readonly ArtifactForm[] = ['notation-jws', 'notation-cose'];

/** `wrong`: the policy's own texts do not hold (a key that is none); `unknown`: a key could not be had. */
export async function makeVerifier(document: VerifierDocument, keys: KeySource): Promise<Outcome<Verifier>> {
  if ('awsSigner' in document) return ok(awsSigner);
  if ('notation' in document) return makeNotation(document.notation);
  const trust = 'keys' in document.cosign ? await trustKeys(document.cosign, keys) : await trustIdentity(document.cosign.keyless);
  if (!('ok' in trust)) return trust;
  return ok({ forms: cosignForms, judge: (artifact, digest) => verifyCosign(artifact, digest, trust.ok) });
}

/** Revocation is asked at AWS Signer, which is not built: until then every signature is refused with that reason. */
const awsSigner: Verifier = {
  forms: notationForms,
  judge: async () => wrong('unsupported', 'signatures of AWS Signer are refused, because its revocations cannot be asked here'),
};

type KeysDocument = Extract<Extract<VerifierDocument, { cosign: unknown }>['cosign'], { keys: unknown }>;

async function trustKeys({ keys: texts, rekor, trustRoot }: KeysDocument, source: KeySource): Promise<Outcome<CosignTrust>> {
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
  const logs = await trustRootOf(trustRoot);
  return 'wrong' in logs ? logs : ok({ keys, logs: logs.ok });
}

async function trustIdentity({
  issuer,
  subject,
  trustRoot,
}: {
  issuer: string;
  subject: string;
  trustRoot?: unknown;
}): Promise<Checked<CosignTrust>> {
  const root = await trustRootOf(trustRoot);
  return 'wrong' in root ? root : ok({ identity: { issuer, subject }, root: root.ok });
}

async function trustRootOf(value: unknown): Promise<Checked<TrustRoot>> {
  if (value === undefined || value === 'public-good') return ok((await import('../signature/public-good.ts')).publicGood());
  const { parseTrustRoot } = await import('../signature/trust-root.ts');
  try {
    return parseTrustRoot(typeof value === 'string' ? JSON.parse(value) : value);
  } catch {
    return wrong('malformed', 'the trust root is no JSON');
  }
}

async function makeNotation({ ca = [], signingAuthority = [], tsa = [], identities }: NotationDocument): Promise<Checked<Verifier>> {
  const [{ parseChain }, { verifyNotation }, { parseName }] = await Promise.all([
    import('../signature/chain.ts'),
    import('../signature/notation.ts'),
    import('../signature/subject.ts'),
  ]);
  const read = (texts: readonly string[]): readonly X509Certificate[] | null => {
    const ders = texts.map((text) => pemBlocks(text, 'CERTIFICATE'));
    return ders.some((one) => one.length === 0) ? null : parseChain(ders.flat());
  };
  const [caStore, authorityStore, tsaStore] = [read(ca), read(signingAuthority), read(tsa)];
  const names = identities.map(parseName).filter((name) => name !== null);
  if (caStore === null || authorityStore === null || tsaStore === null)
    return wrong('malformed', 'a certificate of the verifier is no PEM certificate');
  if (names.length !== identities.length || names.length === 0)
    return wrong('malformed', 'an identity of the verifier is no distinguished name');
  const trust = { ca: caStore, signingAuthority: authorityStore, tsa: tsaStore, identities: names };
  return ok({ forms: notationForms, judge: async (artifact, digest, nowMs) => verifyNotation(artifact, digest, trust, nowMs) });
}
