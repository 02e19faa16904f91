/** Signatures and attestations of cosign (2 and 3) and skopeo: by keys, or keyless by an identity. */
import type { Artifact } from './artifact.ts';
import { type Claim, readClaim } from './claim.ts';
import { describeIdentity, type Identity, matchesIdentity } from './identity.ts';
import { type VerifyingKey, verifies } from './key.ts';
import { type Material, parseMaterial } from './material.ts';
import { type Checked, ok, wrong } from './outcome.ts';
import type { TrustRoot } from './trust-root.ts';

export type CosignTrust =
  | {
      readonly keys: readonly VerifyingKey[];
      /** The root whose transparency logs must hold the signature; null: it need not be logged. */
      readonly logs: TrustRoot | null;
    }
  | { readonly identity: Identity; readonly root: TrustRoot };

export interface Verified {
  /** Equal for one and the same signer, whoever names it: a key's fingerprint or an identity. */
  readonly signer: string;
  readonly claim: Claim;
  /** Milliseconds since the epoch from which it does not hold any more; absent: it always will. */
  readonly untilMs?: number;
}

/** Judges one artifact for the image `digest`; the order is the argument: signature, then what it says. */
export async function verifyCosign(artifact: Artifact, digest: string, trust: CosignTrust): Promise<Checked<Verified>> {
  const material = parseMaterial(artifact);
  if ('wrong' in material) return material;
  const signer = 'keys' in trust ? await verifyByKeys(material.ok, trust) : await verifyByIdentity(material.ok, trust);
  if ('wrong' in signer) return signer;
  const claim = readClaim(material.ok, digest);
  return 'wrong' in claim ? claim : ok({ signer: signer.ok, claim: claim.ok });
}

async function verifyByKeys(material: Material, { keys, logs }: Extract<CosignTrust, { keys: unknown }>): Promise<Checked<string>> {
  for (const [index, signature] of material.signatures.entries()) {
    // Cosign prehashes the one signature of a bundle; whoever pushes may put eight into each of 32 envelopes.
    const key = keys.find((one) => verifies(one, material.signed, signature, index === 0));
    if (key === undefined) continue;
    if (logs === null) return ok(`key ${key.fingerprint}`);
    const { verifyLogged } = await import('./transparency.ts');
    const logged = verifyLogged(material, signature, key, logs);
    return 'wrong' in logged ? logged : ok(`key ${key.fingerprint}`);
  }
  return material.certificate === null
    ? wrong('bad-signature', 'it was not made by this key')
    : wrong('untrusted', 'it was signed by a certificate, not by this key');
}

async function verifyByIdentity(
  material: Material,
  { identity, root }: Extract<CosignTrust, { identity: unknown }>,
): Promise<Checked<string>> {
  const { namedIdentity, verifyKeyless } = await import('./transparency.ts');
  const named = namedIdentity(material);
  if (named !== null && !matchesIdentity(identity, named)) return wrong('untrusted', `its certificate names ${describeIdentity(named)}`);
  const signer = verifyKeyless(material, root);
  if ('wrong' in signer) return signer;
  return matchesIdentity(identity, signer.ok)
    ? ok(describeIdentity(signer.ok))
    : wrong('untrusted', `signed by ${describeIdentity(signer.ok)}`);
}
