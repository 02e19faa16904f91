/**
 * Why something could not be had from a registry. What somebody who may push there can bring about is wrong evidence; what takes
 * the registry or the network is "could not check", which alone a policy may forgive.
 */

const codes = {
  unreachable: 'unknown',
  timeout: 'unknown',
  unauthorized: 'unknown',
  throttled: 'unknown',
  failed: 'unknown',
  /** An address, a scheme, a host or a redirect that is not allowed. */
  refused: 'unknown',
  /** Not of its digest or its length. */
  mismatch: 'wrong',
  malformed: 'wrong',
  'too-large': 'wrong',
  'too-many': 'wrong',
} as const;

export type FailureCode = keyof typeof codes;

export class RegistryFailure extends Error {
  override name = 'RegistryFailure';
  readonly code: FailureCode;

  /** `message`: one clause, printable ASCII, without credentials. */
  constructor(code: FailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  get outcome(): 'wrong' | 'unknown' {
    return codes[this.code];
  }
}
