/** What became of a check. Wrong evidence is data; "could not check" is told apart, because a policy may forgive only that. */

export type WrongCode =
  /** The bytes are not of their format, or beyond a limit. */
  | 'malformed'
  /** A kind of key, algorithm or attribute that is not accepted. */
  | 'unsupported'
  /** No signature of it holds under the trusted key or certificate. */
  | 'bad-signature'
  /** Signed, but for another image. */
  | 'other-image'
  /** Signed by somebody else: the certificate is no descendant of a trusted one, or its identity differs. */
  | 'untrusted'
  /** The signature or its certificate was not valid at the proven time. */
  | 'expired'
  /** It was valid, until its signer, its certificate or itself was revoked. */
  | 'revoked'
  /** A transparency log entry or a timestamp is missing or does not hold. */
  | 'unproven'
  /** It holds, but is an attestation, not a signature. */
  | 'no-signature';

export interface Wrong {
  readonly code: WrongCode;
  /** One clause, printable ASCII. */
  readonly detail: string;
}

/** A check that needs nothing from outside: it always has an answer. */
export type Checked<T> = { readonly ok: T } | { readonly wrong: Wrong };

/** A check that may need the world. `unknown` says in one clause why it could not be made. */
export type Outcome<T> = Checked<T> | { readonly unknown: string };

export function ok<T>(value: T): { readonly ok: T } {
  return { ok: value };
}

export function wrong(code: WrongCode, detail: string): { readonly wrong: Wrong } {
  return { wrong: { code, detail } };
}
