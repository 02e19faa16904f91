/**
 * Public keys that may vouch for an image. The key decides the algorithm, never a header: ECDSA with the hash of its curve
 * (and SHA-256, which cosign 2 uses on every curve), RSA PKCS#1 v1.5 with SHA-256, ed25519 plain or prehashed (cosign 3).
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { rsaBits } from '../evidence/limits.ts';
import { verifyEd25519ph } from './ed25519ph.ts';
import { type Checked, ok, wrong } from './outcome.ts';

export interface VerifyingKey {
  readonly key: KeyObject;
  /** sha256 of the SubjectPublicKeyInfo, lower-case hex: equal keys have one, however they are written. */
  readonly fingerprint: string;
  /** Hashes that a signature of this key may use; none for ed25519. */
  readonly hashes: readonly string[];
}

const curveHashes: Readonly<Record<string, readonly string[]>> = {
  prime256v1: ['sha256'],
  secp384r1: ['sha384', 'sha256'],
  secp521r1: ['sha512', 'sha256'],
};

/** PEM `PUBLIC KEY`. A private key is refused, though a public one could be derived from it: it has no business here. */
export function parseVerifyingKey(pem: string): Checked<VerifyingKey> {
  if (pem.includes('PRIVATE KEY')) return wrong('unsupported', 'a private key where a public key is expected');
  try {
    return verifyingKey(createPublicKey(pem));
  } catch {
    return wrong('malformed', 'no PEM public key');
  }
}

/** The key of a certificate or a file, when it is of a kind that is accepted. */
export function verifyingKey(key: KeyObject): Checked<VerifyingKey> {
  const hashes = hashesOf(key);
  if (hashes === null)
    return wrong('unsupported', `a key of the kind ${describeKey(key)}: expected P-256, P-384, P-521, RSA of 2048 bits or more, ed25519`);
  const fingerprint = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return ok({ key, fingerprint, hashes });
}

function hashesOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] | null {
  if (asymmetricKeyType === 'ed25519') return [];
  if (asymmetricKeyType === 'ec') return curveHashes[asymmetricKeyDetails?.namedCurve ?? ''] ?? null;
  if (asymmetricKeyType !== 'rsa') return null;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return bits >= rsaBits.min && bits <= rsaBits.max ? ['sha256'] : null;
}

function describeKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const size = asymmetricKeyDetails?.namedCurve ?? asymmetricKeyDetails?.modulusLength;
  return size === undefined ? String(asymmetricKeyType) : `${asymmetricKeyType} ${size}`;
}

/** Whether `signature` (DER for ECDSA) over `data` is this key's. `slowly`: a prehashed one takes 8 ms. Never throws. */
export function verifies({ key, hashes }: VerifyingKey, data: Uint8Array, signature: Uint8Array, slowly = true): boolean {
  if (hashes.length === 0) return holds(null, key, data, signature) || (slowly && verifyEd25519ph(key, data, signature));
  return hashes.some((hash) => holds(hash, key, data, signature));
}

function holds(hash: string | null, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}
