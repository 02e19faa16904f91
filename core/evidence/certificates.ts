/** Certificates as the policy has them: PEM, one or more in a text. */
import type { X509Certificate } from 'node:crypto';
import { pemBlocks } from '../signature/bytes.ts';
import { parseChain } from '../signature/chain.ts';

/** Null when a text holds none, or one of them is none. */
export function readCertificates(texts: readonly string[]): readonly X509Certificate[] | null {
  const ders = texts.map((text) => pemBlocks(text, 'CERTIFICATE'));
  return ders.some((one) => one.length === 0) ? null : parseChain(ders.flat());
}
