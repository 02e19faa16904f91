/**
 * The three ways in which cosign stores a signed content, as one shape: what was signed, by which signatures, and the proofs
 * that came along. Parsed, not believed.
 */
import { maxInEnvelope } from '../evidence/limits.ts';
import { isObject, own, ownText } from '../workload/json.ts';
import type { Artifact } from './artifact.ts';
import { decodeBase64, parseJsonBytes, pemBlocks } from './bytes.ts';
import { parseEnvelope, preAuthEncoding } from './dsse.ts';
import { type Checked, ok, wrong } from './outcome.ts';

export interface Content {
  readonly kind: 'message' | 'dsse';
  readonly payload: Buffer;
  /** Of a DSSE envelope; empty for a message. */
  readonly payloadType: string;
}

export interface Material extends Content {
  /** The bytes that the signatures are over. */
  readonly signed: Buffer;
  /** At least one. */
  readonly signatures: readonly Buffer[];
  /** What an RFC 3161 timestamp is over. */
  readonly stamped: Buffer;
  /** DER; null when a key signed. */
  readonly certificate: Buffer | null;
  /** Transparency log entries in the JSON of sigstore's protobuf `TransparencyLogEntry`. */
  readonly logEntries: readonly unknown[];
  /** RFC 3161 timestamp responses, DER. */
  readonly timestamps: readonly Buffer[];
}

/** Of a cosign or skopeo artifact. */
export function parseMaterial(artifact: Artifact): Checked<Material> {
  if (artifact.form === 'sigstore-bundle') return parseBundle(artifact.bytes);
  const proofs = readAnnotations(artifact.annotations);
  if ('wrong' in proofs) return proofs;
  const payload = Buffer.from(artifact.bytes);
  if (artifact.form === 'dsse') {
    const envelope = parseEnvelope(parseJsonBytes(payload));
    if ('wrong' in envelope) return envelope;
    return ok({ kind: 'dsse', ...envelope.ok, signed: preAuthEncoding(envelope.ok), stamped: payload, ...proofs.ok });
  }
  const signature = decodeBase64(own(artifact.annotations, 'dev.cosignproject.cosign/signature'));
  if (signature === null || signature.length === 0) return wrong('malformed', 'no signature in its annotations');
  const message = { kind: 'message', payload, payloadType: '', signed: payload, signatures: [signature], stamped: signature } as const;
  return ok({ ...message, ...proofs.ok });
}

type Proofs = Pick<Material, 'certificate' | 'logEntries' | 'timestamps'>;

function parseBundle(bytes: Uint8Array): Checked<Material> {
  const bundle = parseJsonBytes(bytes);
  const mediaType = ownText(bundle, 'mediaType') ?? '';
  if (!/^application\/vnd\.dev\.sigstore\.bundle(\.v0\.3\+json|\+json;version=0\.[123])$/.test(mediaType))
    return wrong('malformed', 'no sigstore bundle of a version up to 0.3');
  const envelope = parseEnvelope(own(bundle, 'dsseEnvelope'));
  if ('wrong' in envelope) return envelope;
  const [signature, second] = envelope.ok.signatures;
  if (signature === undefined || second !== undefined) return wrong('malformed', 'a sigstore bundle has one signature');
  const proofs = readBundleProofs(own(bundle, 'verificationMaterial'));
  return 'wrong' in proofs
    ? proofs
    : ok({ kind: 'dsse', ...envelope.ok, signed: preAuthEncoding(envelope.ok), stamped: signature, ...proofs.ok });
}

function readBundleProofs(material: unknown): Checked<Proofs> {
  const logEntries = listOf(own(material, 'tlogEntries'));
  const stamps = listOf(own(own(material, 'timestampVerificationData'), 'rfc3161Timestamps'));
  const chain = listOf(own(own(material, 'x509CertificateChain'), 'certificates'));
  if (logEntries === null || stamps === null || chain === null)
    return wrong('malformed', `at most ${maxInEnvelope} certificates, log entries and timestamps`);
  const raw = own(own(material, 'certificate') ?? chain[0], 'rawBytes');
  const certificate = raw === undefined ? null : decodeBase64(raw);
  const timestamps = stamps.map((stamp) => decodeBase64(own(stamp, 'signedTimestamp')));
  if ((raw !== undefined && certificate === null) || timestamps.includes(null))
    return wrong('malformed', 'a certificate or timestamp is no base64');
  return ok({ certificate, logEntries, timestamps: timestamps as Buffer[] });
}

/** An absent list is empty; null: no list, or too long. */
function listOf(value: unknown): readonly unknown[] | null {
  if (value === undefined) return [];
  return Array.isArray(value) && value.length <= maxInEnvelope ? value : null;
}

function readAnnotations(annotations: unknown): Checked<Proofs> {
  const pem = ownText(annotations, 'dev.sigstore.cosign/certificate');
  const certificate = pem === null ? null : (pemBlocks(pem, 'CERTIFICATE')[0] ?? null);
  if (pem !== null && certificate === null) return wrong('malformed', 'its certificate is no PEM');
  const bundle = ownText(annotations, 'dev.sigstore.cosign/bundle');
  const entry = bundle === null ? null : toLogEntry(parseJsonBytes(Buffer.from(bundle)));
  if (bundle !== null && entry === null) return wrong('malformed', 'its transparency log entry is malformed');
  const stamp = ownText(annotations, 'dev.sigstore.cosign/rfc3161timestamp');
  const timestamp = stamp === null ? null : decodeBase64(own(parseJsonBytes(Buffer.from(stamp)), 'SignedRFC3161Timestamp'));
  if (stamp !== null && timestamp === null) return wrong('malformed', 'its timestamp is malformed');
  return ok({ certificate, logEntries: entry === null ? [] : [entry], timestamps: timestamp === null ? [] : [timestamp] });
}

/** cosign 2's annotation holds Rekor's answer; the same entry in protobuf's JSON. Source: sigstore/protobuf-specs, sigstore_rekor.proto. */
function toLogEntry(bundle: unknown): unknown {
  const payload = own(bundle, 'Payload');
  const body = decodeBase64(own(payload, 'body'));
  const kind = body === null ? null : parseJsonBytes(body);
  const [logIndex, time, logId] = [own(payload, 'logIndex'), own(payload, 'integratedTime'), ownText(payload, 'logID')];
  if (body === null || !isObject(kind) || !Number.isSafeInteger(logIndex) || !Number.isSafeInteger(time)) return null;
  if (logId === null || !/^[\da-f]{64}$/.test(logId)) return null;
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logId, 'hex').toString('base64') },
    kindVersion: { kind: own(kind, 'kind'), version: own(kind, 'apiVersion') },
    integratedTime: String(time),
    inclusionPromise: { signedEntryTimestamp: own(bundle, 'SignedEntryTimestamp') },
    canonicalizedBody: body.toString('base64'),
  };
}
