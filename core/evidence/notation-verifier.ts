/** Notation's signatures by certificates and identities of the policy. */
import { verifyNotation } from '../signature/notation.ts';
import { type Checked, ok, wrong } from '../signature/outcome.ts';
import { parseName } from '../signature/subject.ts';
import { readCertificates } from './certificates.ts';
import type { NotationDocument } from './requirement.ts';
import type { Verifier } from './verifier.ts';

/** `wrong`: a certificate or an identity that is none. */
export function makeNotation({
  ca = [],
  signingAuthority = [],
  tsa = [],
  identities,
  revoked = [],
}: NotationDocument): Checked<Omit<Verifier, 'forms'>> {
  const [caStore, authorityStore, tsaStore] = [readCertificates(ca), readCertificates(signingAuthority), readCertificates(tsa)];
  const names = identities.map(parseName).filter((name) => name !== null);
  if (caStore === null || authorityStore === null || tsaStore === null)
    return wrong('malformed', 'a certificate of the verifier is no PEM certificate');
  if (names.length !== identities.length || names.length === 0)
    return wrong('malformed', 'an identity of the verifier is no distinguished name');
  const fingerprints = new Set(revoked.map((one) => one.replaceAll(':', '').toLowerCase()));
  const trust = { ca: caStore, signingAuthority: authorityStore, tsa: tsaStore, identities: names, revoked: fingerprints };
  return ok({ judge: async (artifact, digest, nowMs) => verifyNotation(artifact, digest, trust, nowMs) });
}
