/**
 * Trust roots of keyless signatures: certificate authorities, transparency logs, timestamp authorities, in the JSON of
 * sigstore's protobuf `TrustedRoot`. Pinned, never fetched by a request.
 */
import { X509Certificate } from 'node:crypto';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { type Checked, ok, wrong } from './outcome.ts';

export interface TrustRoot {
  readonly material: TrustMaterial;
}

const timeStamping = '1.3.6.1.5.5.7.3.8';

/** Throws never; a root whose timestamp authorities may not stamp is refused, because the library does not look. */
export function parseTrustRoot(value: unknown): Checked<TrustRoot> {
  try {
    const root = TrustedRoot.fromJSON(value);
    const material = toTrustMaterial(root);
    if (material.certificateAuthorities.length + material.tlogs.length === 0)
      return wrong('malformed', 'the trust root names no authority');
    for (const { certChain } of root.timestampAuthorities) {
      const leaf = certChain?.certificates[0];
      if (leaf === undefined || !new X509Certificate(leaf.rawBytes).keyUsage?.includes(timeStamping))
        return wrong('unsupported', 'a timestamp authority of the trust root may not issue timestamps');
    }
    return ok({ material });
  } catch {
    return wrong('malformed', 'no sigstore trust root');
  }
}
