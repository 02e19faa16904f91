/** Notation's JWS envelope (JSON serialisation, RFC 7515): headers are read from the protected part only, but for chain and timestamp. */
import { maxInEnvelope } from '../evidence/limits.ts';
import { isObject, own, ownText } from '../workload/json.ts';
import { decodeBase64, decodeBase64url, parseJsonBytes } from './bytes.ts';
import { type NotationEnvelope, timeOf } from './notation-envelope.ts';
import { type Checked, ok, wrong } from './outcome.ts';

export function parseJws(bytes: Uint8Array): Checked<NotationEnvelope> {
  const envelope = parseJsonBytes(bytes);
  const [payload, headerBytes, signature] = ['payload', 'protected', 'signature'].map((key) => decodeBase64url(own(envelope, key)));
  const header = headerBytes == null ? undefined : parseJsonBytes(headerBytes);
  if (payload == null || signature == null || !isObject(header)) return wrong('malformed', 'no JWS envelope');
  const critical = own(header, 'crit');
  if (!Array.isArray(critical) || critical.length > 16 || !critical.every((one) => typeof one === 'string'))
    return wrong('malformed', 'a JWS header without crit');
  const unprotected = own(envelope, 'header');
  const chain = readChain(own(unprotected, 'x5c'));
  if (chain === null) return wrong('malformed', `expected 1 to ${maxInEnvelope} certificates in the envelope`);
  const stamp = own(unprotected, 'io.cncf.notary.timestampSignature');
  const timestamp = stamp === undefined ? null : decodeBase64(stamp);
  const times = ['io.cncf.notary.expiry', 'io.cncf.notary.authenticSigningTime'].map((key) => own(header, key));
  const [expiryMs = null, authenticTimeMs = null] = times.map((time) => timeOf(time));
  if ((stamp !== undefined && timestamp === null) || times.some((time) => time !== undefined && timeOf(time) === null))
    return wrong('malformed', 'a time in the envelope is malformed');
  return ok({
    algorithm: ownText(header, 'alg') ?? '',
    contentType: ownText(header, 'cty') ?? '',
    scheme: ownText(header, 'io.cncf.notary.signingScheme') ?? '',
    expiryMs,
    authenticTimeMs,
    critical,
    attributes: new Map(Object.entries(header).map(([name, value]) => [name, typeof value === 'string' ? value : null])),
    chain,
    timestamp,
    payload,
    signed: Buffer.from(`${String(own(envelope, 'protected'))}.${String(own(envelope, 'payload'))}`),
    signature,
  });
}

function readChain(value: unknown): Buffer[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxInEnvelope) return null;
  const chain = value.map(decodeBase64);
  return chain.every((one) => one !== null) ? chain : null;
}
