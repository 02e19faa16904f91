/**
 * What a signed content says of an image. Called only after its signature held, so that nothing unproven is ever parsed; and
 * the image it speaks of must be the one that is judged, or an old signature could be replayed on another image.
 */

import { escapeText } from '../text.ts';
import { isObject, own, ownText } from '../workload/json.ts';
import { parseJsonBytes } from './bytes.ts';
import type { Content } from './material.ts';
import { type Checked, ok, wrong } from './outcome.ts';

export type Claim =
  | { readonly kind: 'signature' }
  /** Predicate type and predicate come from the signed statement only. */
  | { readonly kind: 'attestation'; readonly predicateType: string; readonly predicate: unknown };

const inToto = 'application/vnd.in-toto+json';
const statementTypes: readonly unknown[] = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'];
const signaturePredicate = 'https://sigstore.dev/cosign/sign/v1';

/** `digest` is the image's, `sha256:<hex>`. */
export function readClaim({ kind, payload, payloadType }: Content, digest: string): Checked<Claim> {
  const value = parseJsonBytes(payload);
  if (!isObject(value)) return wrong('malformed', 'what is signed is no JSON object');
  if (kind === 'message') return readSimpleSigning(value, digest);
  if (payloadType !== inToto) return wrong('unsupported', `a payload of the type ${escapeText(payloadType, 80)}, expected ${inToto}`);
  return readStatement(value, digest);
}

function readSimpleSigning(value: unknown, digest: string): Checked<Claim> {
  const critical = own(value, 'critical');
  const type = ownText(critical, 'type');
  if (type !== 'cosign container image signature') return wrong('unsupported', `a payload of the type ${escapeText(String(type), 80)}`);
  const signed = ownText(own(critical, 'image'), 'docker-manifest-digest');
  return signed === digest ? ok({ kind: 'signature' }) : otherImage(signed);
}

function readStatement(value: unknown, digest: string): Checked<Claim> {
  const subjects = own(value, 'subject');
  const predicateType = ownText(value, 'predicateType');
  if (!statementTypes.includes(own(value, '_type')) || !Array.isArray(subjects) || predicateType === null)
    return wrong('malformed', 'what is signed is no in-toto statement');
  const [algorithm = '', hex = ''] = digest.split(':');
  const digests = subjects.map((subject: unknown) => own(own(subject, 'digest'), algorithm));
  if (!digests.includes(hex)) return otherImage(typeof digests[0] === 'string' ? `${algorithm}:${digests[0]}` : null);
  if (predicateType === signaturePredicate) return ok({ kind: 'signature' });
  return ok({ kind: 'attestation', predicateType, predicate: own(value, 'predicate') });
}

function otherImage(signed: string | null) {
  return wrong('other-image', signed === null ? 'it names no image' : `it is for another image, ${escapeText(signed, 80)}`);
}
