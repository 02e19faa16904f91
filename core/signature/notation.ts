/**
 * Notation signatures (JWS and COSE) by certificates that the policy trusts. Revocation lists are not asked: a URL out of a
 * certificate is a place that a pusher chose. A short-lived certificate, or the policy's list of revoked ones, does that work.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import { escapeText } from '../text.ts';
import type { Artifact } from './artifact.ts';
import type { Verified } from './cosign.ts';
import { verifyingKey } from './key.ts';
import { checkAttributes, checkContent, endOf, parseNotation, type TrustStores, verifySigner } from './notation-checks.ts';
import { type Checked, ok, wrong } from './outcome.ts';
import { matchesName, subjectOf } from './subject.ts';

export interface NotationTrust extends TrustStores {
  /** At least one; a subject must match one of them. */
  readonly identities: readonly ReadonlyMap<string, string>[];
  /** SHA-256 of certificates, lower-case hex, in whose name nothing holds. */
  readonly revoked: ReadonlySet<string>;
}

/** Judges one artifact for the image `digest` at `nowMs`: attributes, chain, signature, time, identity, and only then the payload. */
export function verifyNotation(artifact: Artifact, digest: string, trust: NotationTrust, nowMs: number): Checked<Verified> {
  try {
    return judge(artifact, digest, trust, nowMs);
  } catch {
    // Node parses certificates lazily: a hostile one may throw wherever it is first asked for something.
    return wrong('malformed', 'a certificate in the envelope is malformed');
  }
}

function judge(artifact: Artifact, digest: string, trust: NotationTrust, nowMs: number): Checked<Verified> {
  const parsed = parseNotation(artifact);
  if ('wrong' in parsed) return parsed;
  const envelope = parsed.ok;
  const aws = [...envelope.attributes.keys()].find((name) => name.startsWith('com.amazonaws.signer.'));
  if (aws !== undefined)
    return wrong('unsupported', `it is of AWS Signer (${escapeText(aws, 80)}), which a verifier of the kind awsSigner judges`);
  const refused = checkAttributes(envelope, []);
  if (refused !== null) return refused;
  const path = verifySigner(envelope, trust, nowMs);
  if ('wrong' in path) return path;
  if (path.ok.some(({ raw }) => trust.revoked.has(createHash('sha256').update(raw).digest('hex'))))
    return wrong('revoked', 'the policy says that its certificate, or one above it, is revoked');
  const leaf = path.ok[0];
  const subject = leaf === undefined ? null : subjectOf(leaf);
  if (leaf === undefined || subject === null || !trust.identities.some((identity) => matchesName(identity, subject)))
    return wrong('untrusted', `signed by ${describeSubject(leaf)}`);
  const key = verifyingKey(leaf.publicKey);
  if ('wrong' in key) return key;
  const refusal = checkContent(envelope, digest, nowMs);
  if (refusal !== null) return refusal;
  const signer = `${describeSubject(leaf)}, key ${key.ok.fingerprint}`;
  return ok({ signer, claim: { kind: 'signature' }, ...endOf(envelope, trust, path.ok) });
}

function describeSubject(leaf: X509Certificate | undefined): string {
  return escapeText((leaf?.subject ?? '').replaceAll('\n', ', '), 1024);
}
