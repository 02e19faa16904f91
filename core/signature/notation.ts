/**
 * Notation signatures (JWS and COSE). Source: notaryproject/specifications: signature-specification, trust-store-trust-policy.
 * Revocation lists are not asked; a short-lived certificate, or taking one out of the trust store, does that work.
 */
import { constants, type KeyObject, verify, type X509Certificate } from 'node:crypto';
import { escapeText, quote } from '../text.ts';
import { own, ownText } from '../workload/json.ts';
import type { Artifact } from './artifact.ts';
import { parseJsonBytes } from './bytes.ts';
import { codeSigning, parseChain, verifyChain } from './chain.ts';
import type { Verified } from './cosign.ts';
import { verifyingKey } from './key.ts';
import { parseCose } from './notation-cose.ts';
import type { NotationAlgorithm, NotationEnvelope } from './notation-envelope.ts';
import { parseJws } from './notation-jws.ts';
import { type Checked, ok, wrong } from './outcome.ts';
import { matchesName, subjectOf } from './subject.ts';
import { verifyTimestamp } from './timestamp.ts';

export interface NotationTrust {
  /** Trust store of the scheme notary.x509. */
  readonly ca: readonly X509Certificate[];
  /** Trust store of the scheme notary.x509.signingAuthority, whose signing time is believed. */
  readonly signingAuthority: readonly X509Certificate[];
  readonly tsa: readonly X509Certificate[];
  /** At least one; a subject must match one of them. */
  readonly identities: readonly ReadonlyMap<string, string>[];
}

const schemes = { x509: 'notary.x509', signingAuthority: 'notary.x509.signingAuthority' } as const;
const payloadType = 'application/vnd.cncf.notary.payload.v1+json';
const understood: readonly string[] = ['io.cncf.notary.signingScheme', 'io.cncf.notary.expiry', 'io.cncf.notary.authenticSigningTime'];
const ecAlgorithms: Readonly<Record<string, NotationAlgorithm>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const rsaAlgorithms: Readonly<Record<number, NotationAlgorithm>> = { 2048: 'PS256', 3072: 'PS384', 4096: 'PS512' };

/** Judges one artifact for the image `digest` at `nowMs`: attributes, chain, signature, time, identity, and only then the payload. */
export function verifyNotation(artifact: Artifact, digest: string, trust: NotationTrust, nowMs: number): Checked<Verified> {
  try {
    return judge(artifact, digest, trust, nowMs);
  } catch {
    // Node parses certificates lazily: a hostile one may throw wherever it is first asked for something.
    return wrong('malformed', 'a certificate in the envelope is malformed');
  }
}

function judge(artifact: Artifact, digest: string, trust: NotationTrust, nowMs: number): Checked<Verified> {
  const parsed = artifact.form === 'notation-jws' ? parseJws(artifact.bytes) : parseCose(artifact.bytes);
  if ('wrong' in parsed) return parsed;
  const envelope = parsed.ok;
  const refused = checkAttributes(envelope);
  if (refused !== null) return refused;
  const leaf = verifySigner(envelope, trust, nowMs);
  if ('wrong' in leaf) return leaf;
  const subject = subjectOf(leaf.ok);
  if (subject === null || !trust.identities.some((identity) => matchesName(identity, subject)))
    return wrong('untrusted', `signed by ${describeSubject(leaf.ok)}`);
  const key = verifyingKey(leaf.ok.publicKey);
  if ('wrong' in key) return key;
  if (envelope.expiryMs !== null && nowMs > envelope.expiryMs)
    return wrong('expired', `the signature expired at ${new Date(envelope.expiryMs).toISOString()}`);
  const refusal = checkPayload(envelope.payload, digest);
  return refusal ?? ok({ signer: `${describeSubject(leaf.ok)}, key ${key.ok.fingerprint}`, claim: { kind: 'signature' } });
}

function checkAttributes({ critical, attributes, contentType, scheme }: NotationEnvelope) {
  const aws = attributes.find((name) => name.startsWith('com.amazonaws.signer.'));
  if (aws !== undefined)
    return wrong('unsupported', `it is of AWS Signer (${escapeText(aws, 80)}), whose revocations cannot be asked here`);
  const unknown = critical.find((name) => !understood.includes(name));
  if (unknown !== undefined) return wrong('unsupported', `its critical attribute ${quote(unknown, 80)} is not known`);
  const unmarked = understood.find((name) => attributes.includes(name) && !critical.includes(name));
  if (unmarked !== undefined || !critical.includes(understood[0] ?? ''))
    return wrong('malformed', 'an attribute that must be critical is not');
  if (contentType !== payloadType) return wrong('unsupported', `a payload of the type ${quote(contentType, 80)}`);
  return scheme === schemes.x509 || scheme === schemes.signingAuthority
    ? null
    : wrong('unsupported', `the signing scheme ${quote(scheme, 80)}`);
}

/** The leaf certificate, once its key made the signature and its chain held at the proven time. */
function verifySigner(envelope: NotationEnvelope, trust: NotationTrust, nowMs: number): Checked<X509Certificate> {
  const chain = parseChain(envelope.chain);
  const leaf = chain?.[0];
  if (chain == null || leaf === undefined) return wrong('malformed', 'a certificate in the envelope is malformed');
  if (!signatureHolds(envelope, leaf.publicKey)) return wrong('bad-signature', 'its signature does not hold under the certificate in it');
  const authority = envelope.scheme === schemes.signingAuthority;
  const time = authority ? authorityTime(envelope, nowMs) : provenTime(envelope, trust, nowMs);
  return 'wrong' in time ? time : verifyChain(chain, authority ? trust.signingAuthority : trust.ca, codeSigning, time.ok);
}

function authorityTime({ authenticTimeMs }: NotationEnvelope, nowMs: number): Checked<number> {
  if (authenticTimeMs === null) return wrong('malformed', 'its signing authority names no time');
  return authenticTimeMs > nowMs ? wrong('unproven', 'its signing time is of the future') : ok(authenticTimeMs);
}

/** The time of a timestamp authority that is trusted; else now, never the claimed one. */
function provenTime({ timestamp, signature }: NotationEnvelope, { tsa }: NotationTrust, nowMs: number): Checked<number> {
  if (timestamp === null || tsa.length === 0) return ok(nowMs);
  const time = verifyTimestamp(timestamp, signature, tsa);
  return 'ok' in time && time.ok > nowMs ? wrong('unproven', 'its timestamp is of the future') : time;
}

/** The key says which algorithm; an envelope that claims another one is refused. */
function signatureHolds({ algorithm, signed, signature }: NotationEnvelope, key: KeyObject): boolean {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const expected =
    key.asymmetricKeyType === 'ec' ? ecAlgorithms[namedCurve] : key.asymmetricKeyType === 'rsa' ? rsaAlgorithms[modulusLength] : undefined;
  if (expected === undefined || expected !== algorithm) return false;
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const options = expected.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' as const } : padding;
  try {
    return verify(`sha${expected.slice(2)}`, signed, { key, ...options }, signature);
  } catch {
    return false;
  }
}

function checkPayload(payload: Uint8Array, digest: string) {
  const signed = ownText(own(parseJsonBytes(payload), 'targetArtifact'), 'digest');
  return signed === digest
    ? null
    : wrong('other-image', signed === null ? 'it names no image' : `it is for another image, ${escapeText(signed, 80)}`);
}

function describeSubject({ subject }: X509Certificate): string {
  return escapeText((subject ?? '').replaceAll('\n', ', '), 1024);
}
