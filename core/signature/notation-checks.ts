/**
 * What the checks of every notation envelope have in common, whoever vouches for its signer. Source: notaryproject/specifications:
 * signature-specification, trust-store-trust-policy.
 */
import type { X509Certificate } from 'node:crypto';
import { escapeText, quote } from '../text.ts';
import { own, ownText } from '../workload/json.ts';
import type { Artifact } from './artifact.ts';
import { parseJsonBytes } from './bytes.ts';
import { codeSigning, parseChain, verifyChain } from './chain.ts';
import { parseCose } from './notation-cose.ts';
import type { NotationEnvelope } from './notation-envelope.ts';
import { parseJws } from './notation-jws.ts';
import { signatureHolds } from './notation-signature.ts';
import { type Checked, ok, wrong } from './outcome.ts';
import { verifyTimestamp } from './timestamp.ts';

export interface TrustStores {
  /** Of the scheme notary.x509. */
  readonly ca: readonly X509Certificate[];
  /** Of the scheme notary.x509.signingAuthority, whose signing time is believed. */
  readonly signingAuthority: readonly X509Certificate[];
  readonly tsa: readonly X509Certificate[];
}

const schemes = { x509: 'notary.x509', signingAuthority: 'notary.x509.signingAuthority' } as const;
const payloadType = 'application/vnd.cncf.notary.payload.v1+json';
const understood: readonly string[] = ['io.cncf.notary.signingScheme', 'io.cncf.notary.expiry', 'io.cncf.notary.authenticSigningTime'];

export function parseNotation({ form, bytes }: Artifact): Checked<NotationEnvelope> {
  return form === 'notation-jws' ? parseJws(bytes) : parseCose(bytes);
}

/** Null when nothing in it asks for more than is understood: by everybody, and `also` by the caller. */
export function checkAttributes({ critical, attributes, contentType, scheme }: NotationEnvelope, also: readonly string[]) {
  const known = [...understood, ...also];
  const unknown = critical.find((name) => !known.includes(name));
  if (unknown !== undefined) return wrong('unsupported', `its critical attribute ${quote(unknown, 80)} is not known`);
  const unmarked = known.find((name) => attributes.has(name) && !critical.includes(name));
  if (unmarked !== undefined || !critical.includes(understood[0] ?? ''))
    return wrong('malformed', 'an attribute that must be critical is not');
  if (contentType !== payloadType) return wrong('unsupported', `a payload of the type ${quote(contentType, 80)}`);
  return scheme === schemes.x509 || scheme === schemes.signingAuthority
    ? null
    : wrong('unsupported', `the signing scheme ${quote(scheme, 80)}`);
}

/** The certificates from the leaf to a trusted one, once the leaf's key made the signature and the chain held at the proven time. */
export function verifySigner(envelope: NotationEnvelope, stores: TrustStores, nowMs: number): Checked<readonly X509Certificate[]> {
  const chain = parseChain(envelope.chain);
  const leaf = chain?.[0];
  if (chain == null || leaf === undefined) return wrong('malformed', 'a certificate in the envelope is malformed');
  if (!signatureHolds(envelope, leaf.publicKey)) return wrong('bad-signature', 'its signature does not hold under the certificate in it');
  const authority = envelope.scheme === schemes.signingAuthority;
  const time = authority ? authorityTime(envelope, nowMs) : provenTime(envelope, stores, nowMs);
  return 'wrong' in time ? time : verifyChain(chain, authority ? stores.signingAuthority : stores.ca, codeSigning, time.ok);
}

function authorityTime({ authenticTimeMs }: NotationEnvelope, nowMs: number): Checked<number> {
  if (authenticTimeMs === null) return wrong('malformed', 'its signing authority names no time');
  return authenticTimeMs > nowMs ? wrong('unproven', 'its signing time is of the future') : ok(authenticTimeMs);
}

/** The time of a timestamp authority that is trusted; else now, never the claimed one. */
function provenTime({ timestamp, signature }: NotationEnvelope, { tsa }: TrustStores, nowMs: number): Checked<number> {
  if (timestamp === null || tsa.length === 0) return ok(nowMs);
  const time = verifyTimestamp(timestamp, signature, tsa);
  return 'ok' in time && time.ok > nowMs ? wrong('unproven', 'its timestamp is of the future') : time;
}

/** From when on the same envelope does not hold any more, unless it always will: it expires, or certificates that no proven time keeps alive do. */
export function endOf(
  { expiryMs, scheme, timestamp }: NotationEnvelope,
  { tsa }: TrustStores,
  path: readonly X509Certificate[],
): { readonly untilMs?: number } {
  const isTimed = scheme === schemes.signingAuthority || (timestamp !== null && tsa.length > 0);
  const ends = [...(expiryMs === null ? [] : [expiryMs]), ...(isTimed ? [] : path.map(({ validTo }) => Date.parse(validTo)))];
  return ends.length === 0 ? {} : { untilMs: Math.min(...ends) };
}

/** Called last: nothing unproven is ever read. Null when the envelope is not expired and is for the image `digest`. */
export function checkContent({ expiryMs, payload }: NotationEnvelope, digest: string, nowMs: number) {
  if (expiryMs !== null && nowMs > expiryMs) return wrong('expired', `the signature expired at ${new Date(expiryMs).toISOString()}`);
  const signed = ownText(own(parseJsonBytes(payload), 'targetArtifact'), 'digest');
  if (signed === digest) return null;
  return wrong('other-image', signed === null ? 'it names no image' : `it is for another image, ${escapeText(signed, 80)}`);
}
