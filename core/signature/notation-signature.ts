/** The one signature of a notation envelope. Source: notaryproject/specifications, signature-specification: algorithm selection. */
import { constants, type KeyObject, verify } from 'node:crypto';
import type { NotationAlgorithm, NotationEnvelope } from './notation-envelope.ts';

const ecAlgorithms: Readonly<Record<string, NotationAlgorithm>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const rsaAlgorithms: Readonly<Record<number, NotationAlgorithm>> = { 2048: 'PS256', 3072: 'PS384', 4096: 'PS512' };

/** The key says which algorithm; an envelope that claims another one is refused. Never throws. */
export function signatureHolds({ algorithm, signed, signature }: NotationEnvelope, key: KeyObject): boolean {
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
