/** Notation's COSE envelope: a tagged COSE_Sign1 (RFC 9052, section 4.2). */
import { maxInEnvelope } from '../evidence/limits.ts';
import { type Cbor, type CborKey, decodeCbor, encodeHead, Tagged } from './cbor.ts';
import type { NotationEnvelope } from './notation-envelope.ts';
import { type Checked, ok, wrong } from './outcome.ts';

const coseSign1 = 18;
const epochTime = 1;
const labels = { algorithm: 1, critical: 2, contentType: 3, chain: 33 } as const;
/** COSE's registered numbers. */
const algorithms: ReadonlyMap<unknown, string> = new Map([
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
]);

export function parseCose(bytes: Uint8Array): Checked<NotationEnvelope> {
  const envelope = decodeCbor(bytes);
  const parts =
    envelope instanceof Tagged && envelope.tag === coseSign1 && Array.isArray(envelope.value) ? (envelope.value as readonly Cbor[]) : [];
  const [header, unprotected, payload, signature] = parts;
  if (parts.length !== 4 || !(header instanceof Uint8Array) || !(payload instanceof Uint8Array) || !(signature instanceof Uint8Array))
    return wrong('malformed', 'no COSE_Sign1 envelope');
  const attributes = decodeCbor(header);
  if (!(attributes instanceof Map) || !(unprotected instanceof Map)) return wrong('malformed', 'a COSE envelope without headers');
  return readHeaders(attributes, unprotected, { header, payload: Buffer.from(payload), signature: Buffer.from(signature) });
}

type Headers = ReadonlyMap<CborKey, Cbor>;

function readHeaders(
  header: Headers,
  unprotected: Headers,
  parts: { header: Uint8Array; payload: Buffer; signature: Buffer },
): Checked<NotationEnvelope> {
  const critical = header.get(labels.critical);
  if (!Array.isArray(critical)) return wrong('malformed', 'a COSE header without crit');
  const chain = readChain(unprotected.get(labels.chain));
  if (chain === null) return wrong('malformed', `expected 1 to ${maxInEnvelope} certificates in the envelope`);
  const stamp = unprotected.get('io.cncf.notary.timestampSignature');
  const times = ['io.cncf.notary.expiry', 'io.cncf.notary.authenticSigningTime'].map((key) => header.get(key));
  const [expiryMs = null, authenticTimeMs = null] = times.map(millisecondsOf);
  if ((stamp !== undefined && !(stamp instanceof Uint8Array)) || times.some((time) => time !== undefined && millisecondsOf(time) === null))
    return wrong('malformed', 'a time in the envelope is malformed');
  return ok({
    algorithm: algorithms.get(header.get(labels.algorithm)) ?? '',
    contentType: text(header.get(labels.contentType)),
    scheme: text(header.get('io.cncf.notary.signingScheme')),
    expiryMs,
    authenticTimeMs,
    critical: critical.map((one: unknown) => String(one)),
    attributes: new Map([...header].map(([name, value]) => [String(name), typeof value === 'string' ? value : null])),
    chain,
    timestamp: stamp === undefined ? null : Buffer.from(stamp as Uint8Array),
    payload: parts.payload,
    signed: signatureStructure(parts.header, parts.payload),
    signature: parts.signature,
  });
}

/** ["Signature1", protected header, no external data, payload] */
function signatureStructure(header: Uint8Array, payload: Uint8Array): Buffer {
  const context = Buffer.from('Signature1');
  return Buffer.concat([
    encodeHead(4, 4),
    encodeHead(3, context.length),
    context,
    encodeHead(2, header.length),
    header,
    encodeHead(2, 0),
    encodeHead(2, payload.length),
    payload,
  ]);
}

function readChain(value: Cbor | undefined): Buffer[] | null {
  const list = value instanceof Uint8Array ? [value] : value;
  if (!Array.isArray(list) || list.length === 0 || list.length > maxInEnvelope) return null;
  return list.every((one) => one instanceof Uint8Array) ? list.map((one) => Buffer.from(one as Uint8Array)) : null;
}

function millisecondsOf(value: Cbor | undefined): number | null {
  return value instanceof Tagged && value.tag === epochTime && typeof value.value === 'number' ? value.value * 1000 : null;
}

function text(value: Cbor | undefined): string {
  return typeof value === 'string' ? value : '';
}
