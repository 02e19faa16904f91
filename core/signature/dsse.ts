/** DSSE envelopes (github.com/secure-systems-lab/dsse, v1): what is signed is the payload together with its type. */
import { maxInEnvelope } from '../evidence/limits.ts';
import { own, ownText } from '../workload/json.ts';
import { decodeBase64 } from './bytes.ts';
import { type Checked, ok, wrong } from './outcome.ts';

export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  /** At least one. */
  readonly signatures: readonly Buffer[];
}

/** The envelope of a parsed JSON value; nothing in it is to be believed yet. */
export function parseEnvelope(value: unknown): Checked<Envelope> {
  const payloadType = ownText(value, 'payloadType');
  const payload = decodeBase64(own(value, 'payload'));
  const list = own(value, 'signatures');
  if (payloadType === null || payload === null || !Array.isArray(list)) return wrong('malformed', 'no DSSE envelope');
  if (list.length === 0 || list.length > maxInEnvelope)
    return wrong('malformed', `${list.length} signatures in a DSSE envelope, expected 1 to ${maxInEnvelope}`);
  const signatures = list.map((one: unknown) => decodeBase64(own(one, 'sig')));
  if (!signatures.every((one) => one !== null && one.length > 0))
    return wrong('malformed', 'a signature in the DSSE envelope is no base64');
  return ok({ payloadType, payload, signatures: signatures as Buffer[] });
}

/** The bytes that an envelope's signatures are over. */
export function preAuthEncoding({ payloadType, payload }: Pick<Envelope, 'payloadType' | 'payload'>): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);
}
