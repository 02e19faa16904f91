/**
 * The one file that knows the library which checks certificates, transparency logs and timestamps of sigstore
 * (@sigstore/verify), and closes what it leaves open: identities are compared elsewhere, exactly; a certificate must be for code
 * signing; at least one proven time; hashes by key; caps (material.ts); timestamp authorities (trust-root.ts); any throw is an answer.
 */
import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { RFC3161Timestamp, X509Certificate as SigstoreCertificate } from '@sigstore/core';
import { TransparencyLogEntry } from '@sigstore/protobuf-specs';
import { type SignedEntity, Verifier, type VerifierOptions } from '@sigstore/verify';
import { escapeText } from '../text.ts';
import { type VerifyingKey, verifies, verifyingKey } from './key.ts';
import type { Material } from './material.ts';
import { type Checked, ok, type WrongCode, wrong } from './outcome.ts';
import type { TrustRoot } from './trust-root.ts';

export interface CertificateIdentity {
  /** The OIDC issuer that Fulcio asked. */
  readonly issuer: string;
  /** The subject alternative name: a URI or an e-mail address. */
  readonly subject: string;
}

type Content = SignedEntity['signature'];

/** Fulcio's, as the library reads them: the newer one holds a DER string, the older one the bare text (sigstore/fulcio, oid-info.md). */
const issuerExtensions = ['1.3.6.1.4.1.57264.1.8', '1.3.6.1.4.1.57264.1.1'];
const codeSigning = '1.3.6.1.5.5.7.3.3';
const codes: Readonly<Record<string, WrongCode>> = {
  CERTIFICATE_ERROR: 'untrusted',
  PUBLIC_KEY_ERROR: 'expired',
  SIGNATURE_ERROR: 'bad-signature',
  UNTRUSTED_SIGNER_ERROR: 'untrusted',
};

/** Who signed, as the certificate authority of the root attested at the proven time. */
export function verifyKeyless(material: Material, { material: trust }: TrustRoot): Checked<CertificateIdentity> {
  return guarded(() => {
    const [signature, second] = material.signatures;
    if (material.certificate === null || signature === undefined) return wrong('untrusted', 'it has no certificate: a key signed it');
    if (second !== undefined) return wrong('malformed', 'several signatures under one certificate');
    const leaf = new X509Certificate(material.certificate);
    if (leaf.ca || !leaf.keyUsage?.includes(codeSigning)) return wrong('untrusted', 'its certificate is not for code signing');
    const key = verifyingKey(leaf.publicKey);
    if ('wrong' in key) return key;
    const certificate = { $case: 'certificate', certificate: SigstoreCertificate.parse(Buffer.from(material.certificate)) } as const;
    const entity = toEntity(material, signature, key.ok, certificate);
    const signer = new Verifier(trust, thresholdsOf(trust)).verify(entity);
    const { subjectAlternativeName: subject, extensions } = signer.identity ?? {};
    if (!subject || !extensions?.issuer) return wrong('untrusted', 'its certificate names no issuer or no subject');
    return ok({ issuer: extensions.issuer, subject });
  });
}

/**
 * Whom the certificate names, with nothing of it proved: good enough to refuse it. The proof takes some 10 ms, and whoever pushes may
 * attach 32 signatures of their own. Null: it is not said, or there is no certificate.
 */
export function namedIdentity({ certificate }: Pick<Material, 'certificate'>): CertificateIdentity | null {
  try {
    const parsed = SigstoreCertificate.parse(Buffer.from(certificate ?? []));
    const [newer, older] = issuerExtensions.map((oid) => parsed.extension(oid));
    const issuer = (newer === undefined ? older?.value : newer.valueObj.subs[0]?.value)?.toString('ascii');
    const subject = parsed.subjectAltName;
    return issuer && subject ? { issuer, subject } : null;
  } catch {
    return null;
  }
}

/** A root without logs (an authority of one's own, GitHub's for private repositories) cannot ask for them; a proven time always is. */
function thresholdsOf({ tlogs, ctlogs }: TrustRoot['material']): VerifierOptions {
  return { ctlogThreshold: Math.min(1, ctlogs.length), tlogThreshold: Math.min(1, tlogs.length), timestampThreshold: 1 };
}

/** Whether the signature by `key` is in a transparency log of the root. */
export function verifyLogged(material: Material, signature: Buffer, key: VerifyingKey, { material: trust }: TrustRoot): Checked<true> {
  return guarded(() => {
    const publicKey = () => ({ publicKey: key.key, validFor: () => true });
    const entity = toEntity(material, signature, key, { $case: 'public-key', hint: '' });
    const options: VerifierOptions = { ctlogThreshold: 0, tlogThreshold: 1, timestampThreshold: 0 };
    new Verifier({ ...trust, publicKey }, options).verify({ ...entity, timestamps: [] });
    return ok(true);
  });
}

function toEntity(material: Material, signature: Buffer, key: VerifyingKey, signer: SignedEntity['key']): SignedEntity {
  // A missing kind or log id would be read as undefined deep inside: refused here, as the bundle library does.
  const tlogEntries = material.logEntries
    .map((entry) => TransparencyLogEntry.fromJSON(entry))
    .map((entry) => {
      const { logId, kindVersion } = entry;
      if (logId === undefined || kindVersion === undefined) throw new TypeError('log entry');
      return { ...entry, logId, kindVersion };
    });
  const logged = tlogEntries
    .filter(({ integratedTime }) => integratedTime !== '' && integratedTime !== '0')
    .map((tlogEntry) => ({ $case: 'transparency-log', tlogEntry }) as const);
  const stamped = material.timestamps.map(
    (der) => ({ $case: 'timestamp-authority', timestamp: RFC3161Timestamp.parse(Buffer.from(der)) }) as const,
  );
  return { signature: toContent(material, signature, key), key: signer, tlogEntries, timestamps: [...logged, ...stamped] };
}

/** `signature` is what the library lets timestamps be checked over; everything else about the real one is a question to us. */
function toContent({ payload, signed, stamped }: Material, signature: Buffer, key: VerifyingKey): Content {
  return {
    signature: stamped,
    compareSignature: (other) => same(other, signature),
    compareDigest: (digest) => same(digest, createHash('sha256').update(payload).digest()),
    compareSignedDigest: (digest) => logHashes(key).some((hash) => same(digest, createHash(hash).update(signed).digest())),
    verifySignature: () => verifies(key, signed, signature),
  };
}

/** Hashes that a log entry of this key's signature may name; Ed25519ph is SHA-512's. */
function logHashes({ hashes }: VerifyingKey): readonly string[] {
  return hashes.length === 0 ? ['sha512'] : hashes;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Every throw of the library is an answer: its own errors by their code, a TypeError of hostile input as malformed. */
function guarded<T>(check: () => Checked<T>): Checked<T> {
  try {
    return check();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!(error instanceof Error) || code === '') return wrong('malformed', 'its certificate, log entry or timestamp is malformed');
    return wrong(codes[code] ?? 'unproven', escapeText(error.message, 120));
  }
}
