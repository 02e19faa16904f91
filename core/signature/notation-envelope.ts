/** What both kinds of notation envelopes hold, in one shape. Source: notaryproject/specifications, signature-specification. Parsed, not believed. */

/** The algorithm that an envelope claims, by the names of JWS; the key must ask for the same. */
export type NotationAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'PS256' | 'PS384' | 'PS512';

export interface NotationEnvelope {
  readonly algorithm: string;
  readonly contentType: string;
  readonly scheme: string;
  /** Milliseconds since the epoch; null: none. */
  readonly expiryMs: number | null;
  /** Of the scheme signingAuthority. */
  readonly authenticTimeMs: number | null;
  /** Attributes that a verifier must understand. */
  readonly critical: readonly string[];
  /** All signed attributes: name -> its value when that is a text, else null. */
  readonly attributes: ReadonlyMap<string, string | null>;
  /** DER, leaf first; at least one. */
  readonly chain: readonly Buffer[];
  /** RFC 3161 token over `signature`; null: none. */
  readonly timestamp: Buffer | null;
  readonly payload: Buffer;
  /** The bytes that the signature is over. */
  readonly signed: Buffer;
  /** ECDSA: r and s side by side. */
  readonly signature: Buffer;
}

/** RFC 3339 with an offset, as notation writes; null for anything else. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
